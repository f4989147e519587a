import { fileURLToPath } from 'node:url'

import Pdf from 'pdfkit'

import type { Text } from '#domain/text.ts'

import { bothOf } from './label.ts'

/** Be Vietnam Pro, made for the letters of Vietnamese with two marks; SIL Open Font Licence 1.1. Its glyphs are embedded. */
const FONTS = {
  regular: fileURLToPath(
    import.meta.resolve('@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf'),
  ),
  bold: fileURLToPath(
    import.meta.resolve('@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf'),
  ),
} as const

export type Weight = keyof typeof FONTS

export type LabelDocument = InstanceType<typeof Pdf>

/** PDF counts in points. */
export const MILLIMETRE = 72 / 25.4

interface DocumentOptions {
  readonly language?: keyof Text
  /** Pages can be gone back to until the end: for what counts them. */
  readonly bufferPages?: boolean
}

/** Without a page yet. */
export function createDocument(
  title: Text,
  { language = 'vi', bufferPages = false }: DocumentOptions = {},
): LabelDocument {
  const document = new Pdf({
    autoFirstPage: false,
    bufferPages,
    margin: 0,
    lang: language,
    info: { Title: bothOf(title), Creator: 'Nguồn' },
  })
  for (const [weight, file] of Object.entries(FONTS)) document.registerFont(weight, file)
  return document
}

/** Ends the document: all its bytes. */
export async function finish(document: LabelDocument): Promise<Buffer> {
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve, reject) => {
    document.once('end', resolve)
    document.once('error', reject)
  })
  document.end()
  await ended
  return Buffer.concat(chunks)
}
