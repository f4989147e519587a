import { expect, test } from 'vitest'
import { z } from 'zod'

import { DAY } from '#domain/time.ts'

import { startPlatform, type Platform } from './platform-fixture.ts'

const DAY_COUNT = 30
const latestPage = z.object({
  items: z.array(
    z.object({
      channel: z.string(),
      measuredAt: z.string().nullable(),
      value: z.number().nullable(),
    }),
  ),
})
const alarmPage = z.object({
  items: z.array(
    z.object({ phase: z.string(), since: z.string(), past: z.boolean(), silent: z.boolean() }),
  ),
})
const eventPage = z.object({ items: z.array(z.object({ silent: z.boolean(), at: z.string() })) })
const windowPage = z.object({ items: z.array(z.object({ start: z.string(), count: z.number() })) })

test(
  'on an empty folder three sites are simulated: thirty days of history, then live',
  { timeout: 180_000 },
  async () => {
    await using platform = await startPlatform({ args: [] })
    const startedAt = Date.now()
    await platform.command.untilSays('live:')
    expect(platform.command.stdout).toMatch(/filling 30\.0 days[^]*100 %/)
    await platform.untilDrained(120_000)

    const { items: latest } = await platform.get(
      '/api/v1/readings/latest?device=pk-vat-01',
      latestPage,
    )
    expect(latest.map(({ channel }) => channel)).toEqual(
      expect.arrayContaining(['temperature/top', 'brine-density', 'level']),
    )
    const top = latest.find(({ channel }) => channel === 'temperature/top')
    expect(Date.parse(top?.measuredAt ?? '')).toBeGreaterThan(startedAt - DAY / 24)
    expect(top?.value).toBeGreaterThan(5)

    const days = await readDays(platform, startedAt)
    expect(days.filter(({ count }) => count > 0).length).toBeGreaterThanOrEqual(DAY_COUNT)
    const rejections = await platform.get(
      '/api/v1/rejections',
      z.object({ items: z.array(z.unknown()) }),
    )
    expect(rejections.items).toEqual([])
    await expectQuietPast(platform, startedAt)
    expect(await platform.stop()).toMatchObject({ code: 0, stderr: '' })
  },
)

/** The thirty days had their alarms, and nobody is asked about them: only about what is so now. */
async function expectQuietPast(platform: Platform, startedAt: number): Promise<void> {
  const events = await platform.get('/api/v1/alarm-events?limit=1000', eventPage)
  expect(events.items.length).toBeGreaterThan(20)
  const isPast = ({ at }: { at: string }) => Date.parse(at) < startedAt - DAY / 24
  for (const { silent } of events.items.filter(isPast)) expect(silent).toBe(true)
  const { items: open } = await platform.get('/api/v1/alarms', alarmPage)
  expect(open.length).toBeLessThan(20)
  const over = open.filter(({ phase }) => phase === 'cleared-unacknowledged')
  expect(over.filter(({ since }) => Date.parse(since) < startedAt - DAY / 24)).toEqual([])
  for (const { past, silent } of open) expect(silent).toBe(past)
}

async function readDays(platform: Platform, now: number) {
  const from = new Date(now - DAY_COUNT * DAY).toISOString()
  const channel = encodeURIComponent('temperature/top')
  const target = `/api/v1/readings?device=pk-vat-01&channel=${channel}&from=${from}&window=1d`
  return (await platform.get(target, windowPage)).items
}
