import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { openSqliteTrace } from '#store/trace/sqlite.ts'
import { toNamespaces } from '#trace/epcis/context.ts'
import { findEventFlaws } from '#trace/epcis/flaws.ts'
import { parseQuery } from '#trace/epcis/parse-query.ts'
import { prepareEvent } from '#trace/epcis/prepare.ts'

import { CONTEXT, event, EXTENSIONS, parameters } from './epcis-events.ts'
import { fulfils } from './epcis-naive.ts'

test('a query finds the events that a walk over all of them finds, page by page and in order', async () => {
  const directions = fc.constantFrom('ASC', 'DESC')
  const orders = fc.constantFrom('eventTime', 'recordTime')
  const queries = fc.array(fc.tuple(parameters, orders, directions), {
    minLength: 30,
    maxLength: 30,
  })
  let found = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 40, maxLength: 80 }),
      queries,
      async (events, asked) => {
        await using store = await openStore()
        for (const one of events) expect(findEventFlaws(one)).toEqual([])
        const prepared = events.map((one) => prepareEvent(one, CONTEXT))
        const appended = await store.trace.change((change) =>
          change.appendEvents(prepared, { at: 1, by: 'test' }),
        )
        const stored = appended.flatMap((one) => (one.kind === 'appended' ? [one.event] : []))
        for (const [given, orderBy, orderDirection] of asked) {
          const query = parseQuery({ ...given, orderBy, orderDirection }, toNamespaces(EXTENSIONS))
          const key = (one: (typeof stored)[number]) => (orderBy === 'recordTime' ? 0 : one.eventAt)
          const sign = orderDirection === 'ASC' ? 1 : -1
          const expected = stored
            .filter((one) => fulfils(one.event, given))
            .toSorted((a, b) => sign * (key(a) - key(b) || a.seq - b.seq))
          const pages: typeof stored = []
          for (let after: (typeof stored)[number] | undefined; ;) {
            const page = await store.trace.events(query, { limit: 7, ...(after && { after }) })
            pages.push(...page)
            after = page.at(-1)
            if (page.length < 7) break
          }
          expect([given, pages.map(({ seq }) => seq)]).toEqual([
            given,
            expected.map(({ seq }) => seq),
          ])
          expect(await store.trace.countEvents(query, 1_000)).toBe(expected.length)
          found += expected.length
        }
      },
    ),
    { numRuns: 25, endOnFailure: true },
  )
  expect(found).toBeGreaterThan(500)
})

async function openStore() {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-epcis-'))
  const trace = await openSqliteTrace({ path: path.join(folder, 'trace.db') })
  return {
    trace,
    [Symbol.asyncDispose]: async () => {
      await trace[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
