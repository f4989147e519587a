import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { assert, array, asyncProperty, constantFrom, integer, record } from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'

import { openSqliteTrace } from '#store/trace/sqlite.ts'
import type { EpcisEvent } from '#trace/epcis/event.ts'
import { prepareEvent } from '#trace/epcis/prepare.ts'
import { traceGenealogy } from '#trace/genealogy.ts'

const NAMES = Array.from(
  { length: 14 },
  (_, index) => `urn:uuid:00000000-0000-4000-8000-0000000000${10 + index}`,
)
const name = constantFrom(...NAMES)
const list = array(name, { minLength: 1, maxLength: 3 })
const act = record({
  kind: constantFrom('transform', 'pack', 'unpack', 'observe'),
  from: list,
  to: list,
  /** Some transformations last over several events. */
  lasting: integer({ min: 0, max: 6 }),
})
type Act = { kind: string; from: string[]; to: string[]; lasting: number }

function toEvent({ kind, from, to, lasting }: Act, index: number): EpcisEvent {
  const time = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString()
  const base = {
    eventTime: time,
    eventTimeZoneOffset: '+07:00',
    eventID: `urn:uuid:event-${index}`,
  }
  const quantities = (items: readonly string[]) =>
    items.map((epcClass) => ({ epcClass, quantity: 10, uom: 'KGM' }))
  if (kind === 'transform') {
    return {
      type: 'TransformationEvent',
      ...base,
      ...(lasting < 3 && { transformationID: `urn:uuid:vat-${lasting}` }),
      inputQuantityList: quantities(from),
      outputQuantityList: quantities(to),
    }
  }
  if (kind === 'observe') {
    return { type: 'ObjectEvent', ...base, action: 'OBSERVE', quantityList: quantities(from) }
  }
  const action = kind === 'pack' ? 'ADD' : 'DELETE'
  const parentID = to[0] ?? ''
  return {
    type: 'AggregationEvent',
    ...base,
    action,
    parentID,
    childQuantityList: quantities(from),
  }
}

/** Everything that may be in something else, said again and again until nothing is new. */
function reachable(acts: readonly Act[], start: string): Set<string> {
  const reached = new Set([start])
  for (let before = 0; before !== reached.size;) {
    before = reached.size
    acts.forEach((one, index) => {
      const { kind, from, to, lasting } = one
      const isTouched = from.some((each) => reached.has(each))
      if (kind === 'pack' && isTouched) reached.add(to[0] ?? '')
      if (kind !== 'transform') return
      const step = lasting < 3 ? `urn:uuid:vat-${lasting}` : `urn:uuid:event-${index}`
      if (isTouched) reached.add(step)
      if (reached.has(step)) for (const each of to) reached.add(each)
    })
  }
  return reached
}

test('what a walk down reaches is what a search without any index finds, and up is down turned round', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-genealogy-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  let run = 0
  await assert(
    asyncProperty(array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      run += 1
      await using store = await openSqliteTrace({ path: path.join(folder, `${run}.db`) })
      const events = acts.map((one, index) => prepareEvent(toEvent(one, index), []))
      await store.change((change) => change.appendEvents(events, { at: 0, by: 'test' }))
      const down = new Map<string, Set<string>>()
      for (const start of NAMES) {
        const { nodes } = await traceGenealogy(store, start, 'down')
        down.set(start, new Set(nodes.map(({ uri }) => uri)))
        expect(down.get(start)).toEqual(reachable(acts, start))
      }
      for (const start of NAMES) {
        const { nodes } = await traceGenealogy(store, start, 'up')
        const origins = NAMES.filter((other) => down.get(other)?.has(start))
        const found = nodes.map(({ uri }) => uri).filter((uri) => NAMES.includes(uri))
        expect(found.toSorted()).toEqual(origins.toSorted())
      }
    }),
    { numRuns: 30 },
  )
})
