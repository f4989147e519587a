import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { DAY, HOUR } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'

import { createHistory, type History } from './readings-data.ts'
import { type EngineAddress, openReader } from './readings-engines.ts'

const WARM_COUNT = 15
const VIETNAM = 7 * HOUR

/** What is asked; `turn` chooses other channels and days each time. */
type Question = (reader: ReadingsReader, history: History, turn: number) => Promise<unknown>

const QUESTIONS: Readonly<Record<string, Question>> = {
  'latest of 1,000 channels': (reader, { all }) => reader.latest(all),
  'one channel-day raw': (reader, history, turn) => {
    const dayCount = Math.floor((history.until - history.from) / DAY)
    const until = history.sealedUntil - ((turn * 89) % dayCount) * DAY
    const channel = pickChannel(history, turn)
    return reader.range({ channel, from: until - DAY, until, limit: 100_000 })
  },
  'one channel by hour, whole span': (reader, history, turn) => {
    const { from, until } = history
    const channel = pickChannel(history, turn)
    return reader.window({ channel, from, until, every: HOUR, offset: 0 })
  },
  '100 channels by day, whole span': (reader, { long, from, until }) => {
    const ask = { from, until, every: DAY, offset: VIETNAM }
    return Promise.all(long.slice(0, 100).map((channel) => reader.window({ channel, ...ask })))
  },
}

function pickChannel({ long }: History, turn: number) {
  const channel = long[(turn * 37) % long.length]
  if (channel === undefined) throw new Error('the history has no channels')
  return channel
}

export interface Timing {
  readonly question: string
  /** The first answer of a process that has just started. */
  readonly coldMs: number
  /** Median of 15 more. */
  readonly warmMs: number
}

/** Each question in a process of its own. */
export async function timeQuestions(
  address: EngineAddress,
  readingCount: number,
): Promise<Timing[]> {
  const timings: Timing[] = []
  for (const question of Object.keys(QUESTIONS)) {
    const input: Input = { address, readingCount, question }
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(input)])
    const [timing]: Timing[] = await once(child, 'message')
    if (timing !== undefined) timings.push(timing)
    await once(child, 'exit')
  }
  return timings
}

interface Input {
  readonly address: EngineAddress
  readonly readingCount: number
  readonly question: string
}

async function timeQuestion({ address, readingCount, question }: Input): Promise<Timing> {
  await using reader = await openReader(address)
  const history = createHistory(readingCount)
  const elapsed: number[] = []
  for (let turn = 0; turn <= WARM_COUNT; turn += 1) {
    const startedAt = performance.now()
    await QUESTIONS[question]?.(reader, history, turn)
    elapsed.push(performance.now() - startedAt)
  }
  const [coldMs = 0, ...warm] = elapsed
  const warmMs = warm.toSorted((a, b) => a - b)[Math.floor(WARM_COUNT / 2)] ?? 0
  return { question, coldMs, warmMs }
}

if (import.meta.main) process.send?.(await timeQuestion(JSON.parse(process.argv[2] ?? '{}')))
if (import.meta.main) process.disconnect()
