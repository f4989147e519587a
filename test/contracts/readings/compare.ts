import { DAY, HOUR } from '#domain/time.ts'
import type { Coverage, ReadingsReader, StoredValue, Window } from '#store/readings/contract.ts'

import { MIDNIGHT, type ReadingsEngine } from './fixture.ts'
import { ReadingsModel } from './model.ts'
import { CHANNELS, type Question, type ReadingsProgram, SPAN_DAYS } from './program.ts'

/** Runs the program on engine and model; `reopen` gives the same store opened again. */
export async function compareWithModel(
  engine: ReadingsEngine,
  program: ReadingsProgram,
  reopen?: () => Promise<ReadingsEngine>,
): Promise<{ readonly actual: unknown; readonly expected: unknown }> {
  const model = new ReadingsModel()
  const { reader } = await runSteps(
    { engine, model, reopen: reopen ?? (async () => engine) },
    program,
  )
  const actual: unknown[] = [await reader.latest(CHANNELS)]
  const expected: unknown[] = [CHANNELS.map(({ id }) => model.latest(id))]
  for (const asked of program.questions) {
    const truth = answerFromModel(model, asked)
    expected.push(truth)
    actual.push(await answerFromEngine(reader, asked, truth))
  }
  return { actual, expected }
}

interface Run {
  readonly engine: ReadingsEngine
  readonly model: ReadingsModel
  readonly reopen: () => Promise<ReadingsEngine>
}

async function runSteps({ engine, model, reopen }: Run, program: ReadingsProgram) {
  let now = MIDNIGHT + (SPAN_DAYS + 1) * DAY
  let current = engine
  for (const one of program.steps) {
    if (one.act === 'reopen') current = await reopen()
    if (one.act === 'write') {
      model.write(one.readings)
      await current.writer.write(one.readings)
    }
    if (one.act === 'maintain') {
      now += one.hours * HOUR
      for (let i = 0; i < one.steps; i += 1) await current.writer.maintain(now)
    }
  }
  return current
}

interface Answer {
  readonly question: Question
  readonly oldest: StoredValue[]
  readonly newest: StoredValue[]
  readonly windows: Window[]
  readonly coverage: Coverage
}

function answerFromModel(model: ReadingsModel, question: Question): Answer[] {
  return CHANNELS.map((channel) => {
    const query = { channel, ...question, expectedEvery: question.every }
    return {
      question,
      oldest: model.range(query),
      newest: model.range({ ...query, order: 'newest' }),
      windows: model.window(query),
      coverage: model.coverage(query),
    }
  })
}

async function answerFromEngine(reader: ReadingsReader, question: Question, truth: Answer[]) {
  const answers: Answer[] = []
  for (const [i, channel] of CHANNELS.entries()) {
    const query = { channel, ...question, expectedEvery: question.every }
    answers.push({
      question,
      oldest: await reader.range(query),
      newest: await reader.range({ ...query, order: 'newest' }),
      windows: forgiveMeans(await reader.window(query), truth[i]?.windows ?? []),
      coverage: await reader.coverage(query),
    })
  }
  return answers
}

/** Means may differ in the ninth place (relative to the values), because sums are taken in another order. */
function forgiveMeans(actual: Window[], expected: Window[]): Window[] {
  return actual.map((window, i) => {
    const { mean, min, max } = expected[i] ?? window
    const scale = Math.max(1, Math.abs(min ?? 0), Math.abs(max ?? 0))
    return isClose(window.mean, mean, 1e-9 * scale) ? { ...window, mean } : window
  })
}

function isClose(a: number | null, b: number | null, tolerance: number): boolean {
  return a !== null && b !== null && Math.abs(a - b) <= tolerance
}
