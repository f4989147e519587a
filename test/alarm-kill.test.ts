import { setTimeout as delay } from 'node:timers/promises'

import { expect, test, vi } from 'vitest'

import { DAY, MINUTE } from '#domain/time.ts'
import type { Entry, Journal } from '#store/journal/contract.ts'

import {
  endIngest,
  openVats,
  startIngest,
  tellLives,
  type Vats,
  WATCHED,
} from './alarm-kill-fixture.ts'
import { entryOf } from './ingest-fixture.ts'

const KILL_COUNT = Number(process.env['NGUON_TEST_KILLS'] ?? 8)
/** Messages of the device that catches up in one commit, and readings in one of its messages. */
const [MESSAGE_COUNT, READING_COUNT] = [5, 40]
const FIRST_AT = Date.now() - 80 * DAY

test(
  'ingest is killed again and again under load: the lives of alarms are those of a run that nobody disturbed',
  { timeout: 60_000 + KILL_COUNT * 5_000 },
  async () => {
    await using disturbed = await openVats()
    const feed = feedUntilStopped(disturbed.journal)
    for (let kills = 0; kills < KILL_COUNT; kills++) {
      const ingest = await startIngest(disturbed)
      await delay(50 + Math.random() * 600)
      await endIngest(ingest, 'SIGKILL')
    }
    const entries = await feed.stop()
    await runToEnd(disturbed)

    await using calm = await openVats()
    for (let start = 0; start < entries.length; start += 100) {
      await calm.journal.append(entries.slice(start, start + 100))
    }
    await runToEnd(calm)

    const [lives, wanted] = [await tellLives(disturbed), await tellLives(calm)]
    for (const watched of ['vat-hot of past', 'vat-warm of past', 'vat-hot-now of live']) {
      expect(lives[watched]?.length).toBeGreaterThan(10)
    }
    expect(Object.keys(lives).toSorted()).toEqual(Object.keys(wanted).toSorted())
    for (const [alarm, life] of Object.entries(wanted)) {
      expect(lives[alarm]).toEqual(life)
    }
  },
)

/** The past in strides, the present as it is: both now hot, now warm, now in order, for as long as chance has it. */
function feedUntilStopped(journal: Journal) {
  const stopping = new AbortController()
  const [past, live] = [createWander(0.02), createWander(0.15)]
  const entries: Entry[] = []
  const append = async (some: Entry[]) => {
    entries.push(...some)
    await journal.append(some)
  }
  const run = async () => {
    let at = FIRST_AT
    while (!stopping.signal.aborted) {
      const messages = Array.from({ length: MESSAGE_COUNT }, () => {
        const readings = Array.from({ length: READING_COUNT }, () => {
          at += MINUTE / 2
          return { time: at, 'temperature/top': past() }
        })
        return say('past', readings)
      })
      await append([...messages, say('live', { 'temperature/bottom': live() })])
      await delay(20)
    }
    await append([say('live', { 'temperature/bottom': 30 })])
    return entries
  }
  const running = run()
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

/** Stays around where it is, and now and then goes elsewhere. */
function createWander(restlessness: number): () => number {
  let around = 40
  return () => {
    if (Math.random() < restlessness) around = 40 + Math.random() * 14
    return Math.round((around + Math.random()) * 100) / 100
  }
}

function say(device: string, content: unknown): Entry {
  const now = Date.now()
  const timed = Array.isArray(content) ? content : { time: now, ...(content as object) }
  const topic = `nguon/v1/${device}/readings`
  return entryOf(JSON.stringify(timed), { device, topic, receivedAt: now })
}

/** Until everything is taken in, and what the clock ends has ended. */
async function runToEnd(vats: Vats): Promise<void> {
  const { journal, registry } = vats
  const ingest = await startIngest(vats)
  const done = async () => {
    const { cursors, lastSequence } = await journal.status()
    expect(cursors.get('ingest')).toBe(lastSequence)
    const phases = ['pending', 'clearing', 'active-unacknowledged'] as const
    const open = await registry.alarms.list({ phases, limitId: WATCHED, limit: 9 })
    expect(open.filter(({ device }) => device === 'live')).toEqual([])
  }
  await vi.waitFor(done, { timeout: 40_000, interval: 100 })
  await endIngest(ingest, 'SIGTERM')
}
