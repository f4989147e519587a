import { join } from 'node:path'

import type { TraceStore } from '#store/trace/contract.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'
import type { EpcisEvent } from '#trace/epcis/event.ts'
import { prepareEvent } from '#trace/epcis/prepare.ts'
import { traceGenealogy } from '#trace/genealogy.ts'
import { scopeRecall } from '#trace/recall.ts'

import { openFolder } from './services.ts'

const LEVELS = 20
const BATCHES_OF_LEVEL = 500
const INPUTS = 2
/** Of each batch, so that what is traced lies among other events. */
const OBSERVATIONS = 9
const CHUNK_EVENTS = 1_000
const QUESTIONS = 200
const BY = { at: Date.now(), by: 'bench' }

/** Time of questions up and down 20 levels of blends among 100,000 events, and of a recall's scope among 10,000 batches. */
export async function benchGenealogy(): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const folder = await openFolder(resources)
  const store = resources.use(await openSqliteTrace({ path: join(folder, 'trace.db') }))
  await fill(store)
  for (const way of ['down', 'up'] as const) {
    let nodes = 0
    const milliseconds = await measure(async (number) => {
      const level = way === 'down' ? 0 : LEVELS - 1
      nodes += (await traceGenealogy(store, toUri(level, number), way)).nodes.length
    })
    const mean = Math.round(nodes / QUESTIONS)
    console.log(`${way}: ${describe(milliseconds)}, ${mean} nodes on average`)
  }
  let items = 0
  const milliseconds = await measure(async (number) => {
    items += (await scopeRecall(store, toName(0, number)))?.items.length ?? 0
  })
  console.log(
    `recall: ${describe(milliseconds)}, ${Math.round(items / QUESTIONS)} batches on average`,
  )
}

async function fill(store: TraceStore): Promise<void> {
  await store.change(async (change) => {
    const name = { vi: 'Hàng', en: 'Goods' }
    const published = { description: null, ingredients: null, warnings: null, conditions: false }
    const none = { producer: null, gtin: null, netContent: null, shelfLifeDays: null }
    const lists = { ratings: [], certificates: [] }
    await change.putProduct(
      { id: 'goods', class: 'finished', name, ...none, ...lists, published },
      BY,
    )
    for (let level = 0; level < LEVELS; level += 1) {
      for (let number = 0; number < BATCHES_OF_LEVEL; number += 1) {
        const facts = { lot: null, name: null, madeAt: level, expiresAt: null, recipe: [] }
        const id = toName(level, number)
        const uri = toUri(level, number)
        await change.addBatch({ id, uri, product: 'goods', ...facts, published: false }, BY)
      }
    }
  })
  const events = [...listEvents()].map((event) => prepareEvent(event, []))
  for (let start = 0; start < events.length; start += CHUNK_EVENTS) {
    const some = events.slice(start, start + CHUNK_EVENTS)
    await store.change((change) => change.appendEvents(some, BY))
  }
  console.log(`${events.length} events, ${LEVELS * BATCHES_OF_LEVEL} batches, ${LEVELS} levels`)
}

function* listEvents(): Generator<EpcisEvent> {
  let count = 0
  const base = () => {
    count += 1
    const at = new Date(Date.UTC(2025, 0, 1) + count * 60_000).toISOString()
    return { eventTime: at, eventTimeZoneOffset: '+07:00', eventID: `urn:uuid:event-${count}` }
  }
  for (let level = 0; level < LEVELS; level += 1) {
    for (let number = 0; number < BATCHES_OF_LEVEL; number += 1) {
      const quantity = { epcClass: toUri(level, number), quantity: 100, uom: 'LTR' }
      if (level > 0) {
        // Each is blended from neighbours, so that what comes of one batch grows with every level.
        const inputQuantityList = Array.from({ length: INPUTS }, (_, one) => {
          const epcClass = toUri(level - 1, (number + one * level) % BATCHES_OF_LEVEL)
          return { epcClass, quantity: 50, uom: 'LTR' }
        })
        const outputQuantityList = [quantity]
        yield { type: 'TransformationEvent', ...base(), inputQuantityList, outputQuantityList }
      }
      for (let one = 0; one < OBSERVATIONS; one += 1) {
        yield { type: 'ObjectEvent', ...base(), action: 'OBSERVE', quantityList: [quantity] }
      }
    }
  }
}

function toName(level: number, number: number): string {
  return `b-${level}-${number % BATCHES_OF_LEVEL}`
}

function toUri(level: number, number: number): string {
  return `urn:uuid:batch-${level}-${number % BATCHES_OF_LEVEL}`
}

async function measure(ask: (number: number) => Promise<void>): Promise<number[]> {
  const milliseconds: number[] = []
  for (let number = 0; number < QUESTIONS; number += 1) {
    const begun = performance.now()
    await ask(number)
    milliseconds.push(performance.now() - begun)
  }
  return milliseconds.toSorted((one, other) => one - other)
}

function describe(sorted: readonly number[]): string {
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(0.999)} ms`
}
