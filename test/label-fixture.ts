import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

import { isFlawed, type Parsed } from '#domain/gs1/parsed.ts'
import type { ProductLabel, ShippingLabel } from '#trace/label/label.ts'

const run = promisify(execFile)

export const LINK = 'https://nguon.example/01/08930000000019/10/PK-2026-07?17=290630'

/** A bottle of the fish sauce that Nguồn is made for. */
export const BOTTLE: ProductLabel = {
  key: { gtin: '08930000000019', lot: 'PK-2026-07' },
  link: LINK,
  product: { vi: 'Nước mắm Phú Khương 40°N thượng hạng', en: 'Phu Khuong fish sauce 40°N' },
  producer: {
    vi: 'HTX Nước mắm Phú Khương, Kỳ Anh, Hà Tĩnh',
    en: 'Phu Khuong cooperative, Ky Anh, Ha Tinh',
  },
  attributes: { producedOn: '2026-07-01', expiresOn: '2029-06-30' },
  netContent: { vi: '500 ml', en: '500 ml' },
}

export const PALLET: ShippingLabel = {
  sscc: '106141412345678908',
  link: 'https://nguon.example/00/106141412345678908',
  from: {
    name: { vi: 'HTX Nước mắm Phú Khương', en: 'Phu Khuong fish sauce cooperative' },
    address: 'Thôn Phú Khương, xã Kỳ Khang, Kỳ Anh, Hà Tĩnh',
  },
  to: {
    name: { vi: 'Siêu thị Đặc sản Thạch Hà', en: 'Thach Ha specialities' },
    address: '12 Nguyễn Du, Thạch Hà, Hà Tĩnh',
  },
  contents: [
    { vi: 'Nước mắm Phú Khương 40°N, 500 ml', en: 'Phu Khuong fish sauce 40°N, 500 ml' },
    { vi: 'Lô PK-2026-07 · 240 chai', en: 'Lot PK-2026-07 · 240 bottles' },
  ],
}

export function bytesOf(parsed: Parsed<Buffer>): Buffer {
  if (isFlawed(parsed)) throw new Error(parsed.flaw.en)
  return parsed.value
}

/** A folder for what other programs read and write; gone with its end. */
export async function openDesk(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-label-'))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/** What a reader of bar codes finds in a picture: the text of each code, sorted. */
export async function scan(picture: string): Promise<string[]> {
  const { stdout } = await run('zbarimg', ['--quiet', '--raw', picture])
  return stdout.split('\n').filter(Boolean).toSorted()
}

const DOTS_PER_INCH = 203
export interface Part {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The pages of a PDF as a printer would print them, or a part of each, in millimetres: paths of PNG files, in order. */
export async function printPages(folder: string, pdf: Buffer, part?: Part): Promise<string[]> {
  const into = await mkdtemp(path.join(folder, 'print-'))
  const file = path.join(into, 'labels.pdf')
  await writeFile(file, pdf)
  const args = ['-r', String(DOTS_PER_INCH), '-png', ...(part ? toArguments(part) : [])]
  await run('pdftoppm', [...args, file, path.join(into, 'page')])
  const files = (await readdir(into)).filter((name) => name.startsWith('page')).toSorted()
  return files.map((name) => path.join(into, name))
}

function toArguments({ x, y, width, height }: Part): string[] {
  const dots = (millimetres: number) => String(Math.round((millimetres / 25.4) * DOTS_PER_INCH))
  return ['-x', dots(x), '-y', dots(y), '-W', dots(width), '-H', dots(height)]
}

/** What can be copied from the PDF. */
export async function readText(folder: string, pdf: Buffer): Promise<string> {
  await writeFile(path.join(folder, 'text.pdf'), pdf)
  const { stdout } = await run('pdftotext', ['-layout', 'text.pdf', '-'], { cwd: folder })
  return stdout
}

/** Where the words of the first page end to the right, millimetres. */
export async function readWordEnds(folder: string, pdf: Buffer): Promise<Map<string, number>> {
  await writeFile(path.join(folder, 'words.pdf'), pdf)
  const args = ['-bbox', '-l', '1', 'words.pdf', '-']
  const { stdout } = await run('pdftotext', args, { cwd: folder })
  const words = stdout.matchAll(/xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</g)
  return new Map(Array.from(words, ([, end, word = '']) => [word, (Number(end) / 72) * 25.4]))
}
