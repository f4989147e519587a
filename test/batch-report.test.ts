import { expect, test } from 'vitest'

import { reportShape, type BatchReport, type StayReport } from '#trace/report/shape.ts'

import type { Api } from './api-fixture.ts'
import { openApi } from './api-fixture.ts'
import { makeSauce, openChain, kg, makes, UNITS } from './trace-chain.ts'
import { LAB_HASH, openWatchedSauce } from './watched-sauce.ts'

async function readReport(api: Api, batch: string): Promise<BatchReport> {
  const { status, body } = await api.get(`/api/v1/batches/${batch}/report`)
  expect([status, body]).toEqual([200, expect.anything()])
  return reportShape.parse(body)
}

function stayOf({ stays }: BatchReport, item: string): StayReport {
  const found = stays.find((stay) => stay.item === item)
  if (found === undefined) throw new Error(`no stay of ${item}`)
  return found
}

test('a bottle tells where it came from and what was done, with amounts and record times', async () => {
  await using api = await openWatchedSauce()
  const report = await readReport(api, 'chai-1')
  const amounts = report.up.map(({ item, carried }) => [item, carried])
  expect(Object.fromEntries(amounts)).toMatchObject({
    'pha-1': { value: 400, unit: 'L' },
    'cot-1': { value: 300, unit: 'L' },
    'ca-1': { value: 1_200, unit: 'kg' },
    'muoi-1': { value: 400, unit: 'kg' },
  })
  expect(report.down.map(({ depth }) => depth)).toEqual([1, 2])
  expect(report.operations.map(({ kind }) => kind)).toEqual([
    'salt-received',
    'fish-received',
    'salting',
    'salt-added',
    'drawing',
    'drawing',
    'drawing',
    'blending',
    'bottling',
    'lab-result',
    'packing',
    'packing',
    'shipping',
  ])
  const [salt] = report.operations
  expect(salt).toMatchObject({
    at: '2025-02-01T00:00:00+07:00',
    recordedBy: 'Lan',
    isLate: true,
    from: { vi: 'Tàu HT-90123' },
  })
})

test('of a vat it tells what was measured, what is missing, and nothing of what came after the draw', async () => {
  await using api = await openWatchedSauce()
  const stay = stayOf(await readReport(api, 'chai-1'), 'chuop-07')
  expect(stay).toMatchObject({
    place: 'be-07',
    from: '2025-03-01T09:00:00+07:00',
    until: null,
    lookedUntil: '2026-03-02T00:00:00+07:00',
    devices: [{ device: 'probe-07', from: '2025-03-02T09:00:00+07:00' }],
    unwatched: [{ from: '2025-03-01T09:00:00+07:00', until: '2025-03-02T09:00:00+07:00' }],
  })
  const temperature = stay.conditions.find(({ channel }) => channel === 'temperature/top')
  expect(temperature).toMatchObject({
    min: 30,
    max: 52.4,
    beyondMinutes: 180,
    calibrations: [{ certificate: 'HC-77', foundError: 0.1 }],
    uncalibratedMinutes: 29 * 24 * 60,
    coverage: {
      every: 3_600,
      expectedCount: 364 * 24 + 15,
      receivedCount: 361 * 24 + 15,
      gapCount: 1,
      gaps: [{ from: '2026-02-27T00:00:00+07:00', until: '2026-03-02T00:00:00+07:00' }],
    },
    kinetic: { celsius: null, whyNot: { en: 'readings are missing for more than a day' } },
    qualities: { readingCount: 361 * 24 + 15, lateCount: 100, misdatedCount: 0 },
  })
  expect(temperature?.mean).toBeCloseTo(30.5 + (3 * 21.9) / (361 * 24 + 15), 1)
  const acidity = stay.conditions.find(({ channel }) => channel === 'ph')
  expect(acidity).toMatchObject({
    usableCount: 2,
    min: 5.8,
    max: 5.9,
    beyondMinutes: 0,
    coverage: null,
    kinetic: null,
  })
})

test('limits in force, what was outside them and who answered stand beside the numbers', async () => {
  await using api = await openWatchedSauce()
  const report = await readReport(api, 'chai-1')
  const stay = stayOf(report, 'chuop-07')
  expect(stay.limits).toMatchObject([
    { limit: 'vat-hot', version: 1, approvedBy: 'Hoa', isEarlier: true, unit: 'Cel' },
  ])
  expect(stay.excursions).toMatchObject([
    { limit: 'vat-hot', from: '2025-06-10T12:00:00+07:00', minutes: 180, worst: 52.4 },
  ])
  const told = stay.alarms.map(({ kind, by, reason }) => [kind, by, reason])
  expect(told).toEqual(
    expect.arrayContaining([
      ['raised', null, null],
      ['acknowledged', 'Tuấn', 'đã đậy nắp'],
      ['corrective-action', 'Tuấn', 'che bạt'],
    ]),
  )
  expect(stay.rejections).toMatchObject([{ code: 'sentinel', count: 2 }])
  expect(report.laboratory).toMatchObject([
    {
      item: 'chai-1',
      laboratory: 'QUATEST 2',
      isConformant: true,
      results: [{ value: 31.5, unit: 'g/L' }, { isBelowDetection: true }],
      attachments: [{ hash: LAB_HASH, name: 'KQ-1234.pdf' }],
    },
  ])
})

test('the summary glosses over nothing', async () => {
  await using api = await openWatchedSauce()
  const { summary } = await readReport(api, 'chai-1')
  const codes = (isHeld: boolean) =>
    new Set(summary.filter(({ holds }) => holds === isHeld).map(({ code }) => code))
  expect(codes(false)).toEqual(
    new Set([
      'beyond-limits',
      'place-unknown',
      'not-measured',
      'gap',
      'gap-over-step',
      'interval-unknown',
      'no-calibration',
      'calibration-overdue',
      'backfilled',
      'rejected',
      'recorded-late',
    ]),
  )
  expect(codes(true)).toEqual(new Set(['not-held', 'lab', 'origin']))
  const drawn = summary.filter(({ code }) => code === 'gap-over-step')
  expect(drawn.map(({ text }) => text.en)).toEqual([
    'Batch chuop-07 at be-07: at “Drawing” (01/03/2026 00:00) there are no readings of probe-07 temperature/top.',
  ])
})

test('a batch of which nothing is known says so', async () => {
  await using api = await openApi()
  const { did } = await openChain(api)
  await did('salt-received', '2026-02-01', {
    from: 'tau-ca',
    items: [makes('muoi-9', 'muoi', kg(10))],
  })
  const { summary, stays } = await readReport(api, 'muoi-9')
  expect(stays).toEqual([])
  const codes = summary.map(({ code }) => code)
  expect(codes).toEqual(expect.arrayContaining(['no-stay', 'lab-missing']))
  expect(codes).not.toContain('complete')
  expect(codes).not.toContain('within-limits')
  expect(await api.get('/api/v1/batches/nowhere/report')).toMatchObject({ status: 404 })
})

test('what was corrected stays in it, with who corrected it and why a check was overridden', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  const details = { species: 'cá cơm' }
  const wrong = await chain.did('fish-received', '2026-03-01', {
    from: 'tau-ca',
    items: [makes('ca-2', 'ca-com', kg(5_000))],
    details,
  })
  const right = await chain.did('fish-received', '2026-03-01', {
    from: 'tau-ca',
    items: [{ role: 'output', item: 'ca-2', amount: kg(500) }],
    details,
    corrects: wrong,
  })
  await api.send('POST', `/api/v1/operations/${right}/withdraw`, {
    recordedBy: 'Hoa',
    reason: 'không có chuyến cá này',
  })
  const { operations, summary } = await readReport(api, 'ca-2')
  expect(operations).toMatchObject([
    { id: wrong, correction: { id: right, by: 'Lan', isWithdrawn: false } },
    { id: right, corrects: wrong, correction: { by: 'Hoa', isWithdrawn: true } },
    { kind: 'withdrawing', note: 'không có chuyến cá này', recordedBy: 'Hoa' },
  ])
  expect(summary.find(({ code }) => code === 'corrected')?.text.en).toContain('withdrawn: 2')
})

test('as CSV it is one fact a row, which Excel opens and no formula runs in', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  await chain.did('holding', '2026-03-16', {
    items: [{ role: 'subject', item: 'chai-1' }],
    details: { reason: '=HYPERLINK("http://x")' },
    note: '=1+1',
  })
  const answer = await api.ask('/api/v1/batches/chai-1/report.csv?lang=vi')
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = bytes.toString('utf8').slice(1).split('\r\n')
  expect(lines[0]).toMatch(/^section,item,place,/)
  const width = lines[0]?.split(',').length
  const plain = lines.filter((line) => line !== '' && !line.includes('"'))
  expect(new Set(plain.map((line) => line.split(',').length))).toEqual(new Set([width]))
  expect(lines.some((line) => line.startsWith('operation,chai-1,') && line.includes("'=1+1"))).toBe(
    true,
  )
  expect(lines.some((line) => line.startsWith('missing,chai-1,') && line.includes(',held,'))).toBe(
    true,
  )
})

test('what a pallet went through since the bottles are on it belongs to them, and nothing before', async () => {
  await using api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  for (const [at, place] of [
    ['2026-03-01', 'kho'],
    ['2026-03-14T12:00', 'kho-lanh'],
  ] as const) {
    const items = [{ role: 'subject', item: UNITS.pallet }]
    await chain.did('storing', at, { place, items })
  }
  const report = await readReport(api, 'chai-1')
  const stays = report.stays.filter(({ item }) => item === UNITS.pallet)
  expect(stays.map(({ place, lookedFrom }) => [place, lookedFrom])).toEqual([
    ['kho', '2026-03-14T00:00:00+07:00'],
    ['kho-lanh', '2026-03-14T12:00:00+07:00'],
  ])
  const codes = report.summary.map(({ code }) => code)
  expect(codes).not.toContain('within-limits')
  expect(codes).not.toContain('complete')
})
