import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import { openApi } from './api-fixture.ts'
import { kg, makes, openChain } from './trace-chain.ts'
import { openWatchedSauce } from './watched-sauce.ts'

const run = promisify(execFile)

/** The words of a PDF, each with where it stands, points; read by poppler. */
/** A4 and what printers leave of it, points. */
const [WIDTH, HEIGHT, SIDE, TOP, FOOT] = [595.28, 841.89, 42, 40, 20]

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

function findOutside(words: Awaited<ReturnType<typeof readWords>>) {
  return words.filter(
    ({ left, right, top, bottom }) =>
      left < SIDE || right > WIDTH - SIDE || top < TOP || bottom > HEIGHT - FOOT,
  )
}

test.each(['vi', 'en'])(
  'on paper (%s) nothing stands outside the margins, and numbers are of the language',
  async (lang) => {
    await using api = await openWatchedSauce()
    const answer = await api.ask(`/api/v1/batches/chai-1/report.pdf?lang=${lang}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const words = await readWords(Buffer.from(await answer.arrayBuffer()))
    const outside = findOutside(words)
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

test('what does not fit on a page goes on on the next, and nothing of it is lost', async () => {
  await using api = await openApi()
  const { did } = await openChain(api)
  const names = Array.from({ length: 150 }, (_, index) => `muoi-${index + 1_000}`)
  const words = Array.from({ length: 190 }, (_, index) => `chữ${index + 1_000}`)
  await did('salt-received', '2026-02-01', {
    from: 'tau-ca',
    items: names.map((name) => makes(name, 'muoi', kg(1))),
    note: words.join(' '),
    details: { origin: 'x'.repeat(200) },
  })
  const answer = await api.ask('/api/v1/batches/muoi-1000/report.pdf')
  const found = await readWords(Buffer.from(await answer.arrayBuffer()))
  expect(findOutside(found)).toEqual([])
  const texts = found.map(({ text }) => text)
  expect(texts).toEqual(expect.arrayContaining([...names, ...words]))
})
