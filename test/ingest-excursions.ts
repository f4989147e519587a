import { expect, vi } from 'vitest'

import { HOUR, MINUTE } from '#domain/time.ts'

import type { Platform } from './ingest-platform.ts'

export type Row = readonly [ago: number, value: number]

/** Readings as `[minutes ago, value]`, in one message. */
export async function say(
  platform: Platform,
  rows: readonly Row[],
  device = 'vat-1',
  now = Date.now(),
) {
  const message = rows.map(([ago, value]) => ({
    time: now - ago * MINUTE,
    'temperature/top': value,
  }))
  const change = { device, topic: `nguon/v1/${device}/readings` }
  await platform.publish(message, change)
}

/** All that is marked is told, also what could wait. */
export async function told({ registry: { excursions } }: Platform): Promise<void> {
  const done = async () => {
    const marks = await excursions.listDue(Date.now() + HOUR, 1_000)
    const waiting = marks.filter(({ dueAt }) => dueAt > Date.now())
    await excursions.note(waiting.map((mark) => Object.assign(mark, { dueAt: 0 })))
    expect(marks).toHaveLength(0)
  }
  await vi.waitFor(done, { timeout: 25_000, interval: 50 })
}
