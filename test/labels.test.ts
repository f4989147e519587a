import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

import { describe, expect, test } from 'vitest'

import { isFlawed } from '#domain/gs1/parsed.ts'
import { writeProductLabels } from '#trace/label/product-labels.ts'
import { writeQrPng, writeQrSvg } from '#trace/label/qr.ts'
import { writeShippingLabels } from '#trace/label/shipping-labels.ts'
import { LABEL_SIZES } from '#trace/label/size.ts'

import {
  BOTTLE,
  bytesOf,
  LINK,
  openDesk,
  PALLET,
  printPages,
  readText,
  readWordEnds,
  scan,
} from './label-fixture.ts'

const run = promisify(execFile)
const SIZES = Object.entries(LABEL_SIZES)

describe('QR codes', () => {
  test('a reader reads the PNG, and its quiet zone is four modules wide', async () => {
    await using desk = await openDesk()
    const png = await writeQrPng(LINK)
    const file = path.join(desk.folder, 'qr.png')
    await writeFile(file, png)
    expect(await scan(file)).toEqual([LINK])
    // Version 4 of the code: 33 modules, four more at each side, twelve pixels each.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([(33 + 8) * 12, (33 + 8) * 12])
  })

  test('a reader reads the SVG as a browser would draw it; it is as large as it says', async () => {
    await using desk = await openDesk()
    const svg = writeQrSvg(LINK)
    expect(svg).toContain('width="20.5mm" height="20.5mm" viewBox="0 0 41 41"')
    const [from, to] = [path.join(desk.folder, 'qr.svg'), path.join(desk.folder, 'qr.png')]
    await writeFile(from, svg)
    await run('rsvg-convert', ['--zoom', '3', '-o', to, from])
    expect(await scan(to)).toEqual([LINK])
  })
})

describe('labels of products', () => {
  test.each(SIZES)('%s: every label of a page is read, its text is whole', async (_name, size) => {
    await using desk = await openDesk()
    const each = 'sheet' in size ? size.sheet.columns * size.sheet.rows : 1
    const first = { x: 0, y: 'sheet' in size ? 0.5 : 0, width: size.width, height: size.height }
    const pdf = bytesOf(await writeProductLabels(BOTTLE, { size, count: each + 1 }))
    // As a hand scanner does, one label at a time.
    for (let index = 0; index < each; index += 1) {
      const at = { x: (index % 3) * first.width, y: Math.floor(index / 3) * first.height + first.y }
      const [front = ''] = await printPages(desk.folder, pdf, { ...first, ...at })
      expect(await scan(front)).toEqual([LINK])
    }
    const [, back = '', ...more] = await printPages(desk.folder, pdf, first)
    expect([await scan(back), more]).toEqual([[LINK], []])
    const text = (await readText(desk.folder, pdf)).replaceAll(/\s+/g, ' ')
    for (const word of [
      'thượng',
      'Tĩnh',
      'Lô / Lot: PK-2026-07',
      'NSX / MFG: 01/07/2026',
      '500 ml',
    ]) {
      expect(text).toContain(word)
    }
    expect(text).toContain('(01)08930000000019')
    expect(text).toContain('(17)290630')
  })

  test('pages are as large as the label or the sheet', async () => {
    const { '50x30': small, 'a4-70x37': sheet } = LABEL_SIZES
    expect(
      await readPageSize(bytesOf(await writeProductLabels(BOTTLE, { size: small, count: 1 }))),
    ).toEqual([50, 30])
    expect(
      await readPageSize(bytesOf(await writeProductLabels(BOTTLE, { size: sheet, count: 1 }))),
    ).toEqual([210, 297])
  })

  test.each([
    ['50x30', 50 - 2 - 41 * 0.5],
    ['60x40', 60 - 2 - 41 * 0.625],
    ['70x50', 70 - 2 - 41 * 0.75],
    ['a4-70x37', 70 - 5 - 41 * 0.5],
  ] as const)('%s: no text stands in the quiet zone, %d mm from the left', async (name, edge) => {
    await using desk = await openDesk()
    const pdf = bytesOf(await writeProductLabels(BOTTLE, { size: LABEL_SIZES[name], count: 1 }))
    const words = await readWordEnds(desk.folder, pdf)
    expect(words.size).toBeGreaterThan(20)
    const beside = Array.from(words).filter(([word]) => !word.startsWith('('))
    expect(Math.max(...beside.map(([, end]) => end))).toBeLessThan(edge)
  })

  test('a code that no phone could read is refused, not printed', async () => {
    const link = `https://nguon.example/${'x'.repeat(400)}/01/08930000000019`
    const parsed = await writeProductLabels(
      { ...BOTTLE, link },
      { size: LABEL_SIZES['50x30'], count: 1 },
    )
    if (!isFlawed(parsed)) throw new Error('taken')
    expect(parsed.flaw.en).toContain(
      '(440 characters) does not fit on the label “Roll, 50 × 30 mm”',
    )
    expect(parsed.flaw.vi).toContain('không vừa nhãn “Cuộn nhãn 50 × 30 mm”')
  })

  test('more text than letters of 1.2 mm have room for is refused', async () => {
    const attributes = { ...BOTTLE.attributes, packedOn: '2026-07-02', bestBefore: '2028-01-01' }
    const key = { ...BOTTLE.key, lot: 'WWWWWWWWWWWWWWWWWWWW', serial: 'WWWWWWWWWWWWWWWWWWWW' }
    const crowded = { ...BOTTLE, key, attributes }
    const parsed = await writeProductLabels(crowded, { size: LABEL_SIZES['50x30'], count: 1 })
    if (!isFlawed(parsed)) throw new Error('taken')
    expect(parsed.flaw.en).toContain('letters 1.2 mm high')
  })
})

describe('labels of logistic units', () => {
  test('phones read the link, hand scanners the SSCC', async () => {
    await using desk = await openDesk()
    const other = {
      ...PALLET,
      sscc: '306141410000000013',
      link: 'https://nguon.example/00/306141410000000013',
    }
    const pdf = bytesOf(await writeShippingLabels([PALLET, other]))
    const pages = await printPages(desk.folder, pdf)
    expect(await scan(pages[0] ?? '')).toEqual([`00${PALLET.sscc}`, PALLET.link])
    expect(await scan(pages[1] ?? '')).toEqual([`00${other.sscc}`, other.link])
    const text = await readText(desk.folder, pdf)
    expect(text).toContain('(00) 106141412345678908')
    expect(text).toContain('Siêu thị Đặc sản Thạch Hà')
  })

  test('an address that is longer than the label is refused', async () => {
    const address = 'thôn Phú Khương '.repeat(200)
    const name = { vi: 'HTX '.repeat(400), en: 'Coop '.repeat(400) }
    const many = Array(40).fill(PALLET.contents[0])
    const parsed = await writeShippingLabels([
      { ...PALLET, contents: many, from: { name, address } },
    ])
    if (!isFlawed(parsed)) throw new Error('taken')
    expect(parsed.flaw.en).toContain('The label of unit 106141412345678908 has no room')
  })
})

/** Millimetres, as the first page of the PDF says. */
async function readPageSize(pdf: Buffer): Promise<number[]> {
  await using desk = await openDesk()
  const file = path.join(desk.folder, 'one.pdf')
  await writeFile(file, pdf)
  const { stdout } = await run('pdfinfo', [file])
  const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(stdout) ?? []
  return [width, height].map((points) => Math.round((Number(points) / 72) * 25.4))
}
