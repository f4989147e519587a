import { pino } from 'pino'
import { Registry as Metrics } from 'prom-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { MINUTE, SECOND } from '#domain/time.ts'
import { createMetrics } from '#gateway/metrics.ts'
import { RefusalLog } from '#gateway/refusal-log.ts'
import { Refusal } from '#gateway/refusal.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const refusal = new Refusal('credentials', 'wrong secret')

function openLog() {
  const devices: string[] = []
  const write = (line: string) => void devices.push(JSON.parse(line).device)
  const metrics = createMetrics(new Metrics())
  const log = new RefusalLog(pino({}, { write }), metrics)
  const note = (name: string) =>
    log.note(refusal, { address: '127.0.0.1', peer: { name }, authenticated: true })
  const noteStranger = (address: string) =>
    log.note(refusal, { address, peer: { name: 'vat-1' }, authenticated: false })
  return { devices, metrics, note, noteStranger }
}

test('a device is logged once in any minute, whenever that begins, and counted each time', async () => {
  const { devices, metrics, note } = openLog()
  note('other')
  vi.advanceTimersByTime(59 * SECOND)
  note('vat-1')
  vi.advanceTimersByTime(2 * SECOND)
  note('vat-1')
  note('other')
  expect(devices).toEqual(['other', 'vat-1', 'other'])
  vi.advanceTimersByTime(58 * SECOND)
  note('vat-1')
  expect(devices).toEqual(['other', 'vat-1', 'other', 'vat-1'])
  const { values } = await metrics.refused.get()
  expect(values.map(({ value }) => value)).toEqual([5])
})

test('of a flood of devices a thousand a minute are logged', () => {
  const { devices, note } = openLog()
  const flood = () => {
    for (let number = 0; number < 1_500; number++) note(`vat-${number}`)
  }
  flood()
  flood()
  expect(devices).toHaveLength(1_000)
  vi.advanceTimersByTime(MINUTE)
  flood()
  expect(devices).toHaveLength(2_000)
})

test('of a flood of addresses a thousand a minute are logged, and a device is still heard of', () => {
  const { devices, note, noteStranger } = openLog()
  for (let number = 0; number < 1_500; number++) noteStranger(`2001:db8::${number}`)
  expect(devices).toHaveLength(1_000)
  note('vat-1')
  expect(devices).toHaveLength(1_001)
})
