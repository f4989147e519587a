import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import { openWatchedSauce } from './watched-sauce.ts'

const run = promisify(execFile)

/** The words of a PDF, each with where it stands, points; read by poppler. */
async function readWords(pdf: Buffer) {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-report-'))
  try {
    const file = join(folder, 'report.pdf')
    await writeFile(file, pdf)
    const { stdout } = await run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 64 * 1024 * 1024 })
    const words = stdout.matchAll(
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g,
    )
    return Array.from(words, ([, left, top, right, bottom, text = '']) => {
      return {
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
        text,
      }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test.each(['vi', 'en'])(
  'on paper (%s) nothing stands outside the margins, and numbers are of the language',
  async (lang) => {
    await using api = await openWatchedSauce()
    const answer = await api.ask(`/api/v1/batches/chai-1/report.pdf?lang=${lang}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const words = await readWords(Buffer.from(await answer.arrayBuffer()))
    const [width, height] = [595.28, 841.89]
    const outside = words.filter(
      ({ left, right, top, bottom }) =>
        left < 42 || right > width - 42 || top < 40 || bottom > height - 20,
    )
    expect(outside).toEqual([])
    const text = words.map((word) => word.text).join(' ')
    const parts =
      lang === 'vi'
        ? [
            'Thiếu hoặc chưa đạt',
            '52,40 °C',
            '8.679',
            '01/03/2025 09:00',
            'Kéo rút',
            'GHI MUỘN',
            'không có ghi nhận hiệu chuẩn',
          ]
        : [
            'Missing or not in order',
            '52.40 °C',
            '8,679',
            '01/03/2025 09:00',
            'Drawing',
            'RECORDED LATE',
            'no calibration is recorded',
          ]
    for (const part of parts) expect(text).toContain(part)
  },
)
