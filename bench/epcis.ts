import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { TraceStore } from '#store/trace/contract.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'
import { STANDARD_CONTEXT, toNamespaces } from '#trace/epcis/context.ts'
import type { EpcisEvent } from '#trace/epcis/event.ts'
import { findEventFlaws } from '#trace/epcis/flaws.ts'
import type { Json, JsonObject } from '#trace/epcis/json.ts'
import { parseQuery } from '#trace/epcis/parse-query.ts'
import { prepareEvent } from '#trace/epcis/prepare.ts'
import { useStandardWords } from '#trace/epcis/standard-words.ts'

const DOCUMENT_EVENTS = 1_000
const RUNS = 200
const PAGE = 30
const START = Date.parse('2024-01-01T00:00:00Z')
const EVERY_MS = 60_000
/** Spreads the questions over the whole history. */
const GOLDEN = 0.618_033_988_75
const CONTEXT = [STANDARD_CONTEXT, { ex: 'http://ns.example.com/epcis/' }]
const STEPS = ['receiving', 'shipping', 'storing', 'packing', 'sensor_reporting', 'inspecting']

/** Checks, indexes and stores events in documents of 1,000, each one transaction; then asks. */
export async function benchEpcis(): Promise<void> {
  const count = Number(process.env['NGUON_BENCH_EVENTS'] ?? 1_000_000)
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-bench-'))
  const file = path.join(folder, 'trace.db')
  try {
    await using store = await openSqliteTrace({ path: file })
    const seconds = await fill(store, count)
    const { size } = await stat(file)
    console.log(
      `${count} events captured: ${Math.round(count / seconds)} events/s, ${Math.round(size / count)} bytes each`,
    )
    for (const [name, ask] of Object.entries(QUESTIONS)) await measure(store, { name, ask, count })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function fill(store: TraceStore, count: number): Promise<number> {
  let spent = 0
  for (let first = 0; first < count; first += DOCUMENT_EVENTS) {
    const texts = Array.from({ length: Math.min(DOCUMENT_EVENTS, count - first) }, (_, index) =>
      JSON.stringify(createEvent(first + index)),
    )
    const begun = performance.now()
    const prepared = texts.map((text) => {
      const event = useStandardWords(JSON.parse(text) as Json)
      if (findEventFlaws(event).length > 0) throw new Error('an event of the bench is wrong')
      return prepareEvent(event as EpcisEvent, CONTEXT)
    })
    await store.change((change) => change.appendEvents(prepared, { at: START, by: 'bench' }))
    spent += performance.now() - begun
  }
  return spent / 1_000
}

/** A case goes from place to place, six events each; every tenth event is a transformation of lots, every seventh measures. */
function createEvent(number: number): JsonObject {
  const at = new Date(START + number * EVERY_MS).toISOString()
  const common = {
    eventTime: at,
    eventTimeZoneOffset: '+07:00',
    bizStep: STEPS[number % STEPS.length] ?? 'other',
    disposition: number % 2 === 0 ? 'in_progress' : 'in_transit',
    readPoint: { id: `urn:epc:id:sgln:4012345.00005.${number % 50}` },
    bizLocation: { id: `urn:epc:id:sgln:4012345.00005.${number % 50}` },
    'ex:run': number % 1_000,
  }
  const lot = `urn:epc:class:lgtin:4012345.011111.L${Math.floor(number / 1_000)}`
  if (number % 10 === 0) {
    return {
      ...common,
      type: 'TransformationEvent',
      transformationID: `urn:uuid:vat-${Math.floor(number / 5_000)}`,
      inputQuantityList: [{ epcClass: lot, quantity: number % 500, uom: 'KGM' }],
      outputQuantityList: [{ epcClass: `${lot}-B`, quantity: number % 400, uom: 'LTR' }],
    }
  }
  const epc = `urn:epc:id:sgtin:4012345.011111.${Math.floor(number / 6)}`
  return {
    ...common,
    type: 'ObjectEvent',
    action: 'OBSERVE',
    epcList: [epc],
    quantityList: [{ epcClass: lot, quantity: 12, uom: 'KGM' }],
    bizTransactionList: [
      {
        type: 'po',
        bizTransaction: `urn:epcglobal:cbv:bt:4012345000009:${Math.floor(number / 100)}`,
      },
    ],
    ...(number % 7 === 0 ? { sensorElementList: [createSensor(number)] } : {}),
  }
}

function createSensor(number: number): JsonObject {
  const report = {
    type: 'Temperature',
    minValue: 20 + (number % 10),
    maxValue: 30 + (number % 30),
    uom: 'CEL',
  }
  return {
    sensorMetadata: { deviceID: `urn:epc:id:giai:4000001.${number % 40}` },
    sensorReport: [report],
  }
}

type Ask = (number: number) => JsonObject
const QUESTIONS: Readonly<Record<string, Ask>> = {
  'newest events': () => ({}),
  'by EPC': (number) => ({
    MATCH_anyEPC: `urn:epc:id:sgtin:4012345.011111.${Math.floor(number / 6)}`,
  }),
  'by lot (1,000 events)': (number) => ({
    MATCH_anyEPCClass: `urn:epc:class:lgtin:4012345.011111.L${Math.floor(number / 1_000)}`,
  }),
  'by step (a sixth of all)': () => ({ EQ_bizStep: 'shipping' }),
  'by step and place': (number) => ({
    EQ_bizStep: 'shipping',
    EQ_readPoint: `urn:epc:id:sgln:4012345.00005.${number % 50}`,
  }),
  'by two steps in a day': (number) => ({
    EQ_bizStep: 'shipping|receiving',
    GE_eventTime: new Date(START + number * EVERY_MS).toISOString(),
    LT_eventTime: new Date(START + number * EVERY_MS + 86_400_000).toISOString(),
  }),
  'by transformation': (number) => ({
    EQ_transformationID: `urn:uuid:vat-${Math.floor(number / 5_000)}`,
  }),
  'by purchase order': (number) => ({
    EQ_bizTransaction_po: `urn:epcglobal:cbv:bt:4012345000009:${Math.floor(number / 100)}`,
  }),
  'by own field (1,000 events)': (number) => ({ 'EQ_ex:run': number % 1_000 }),
  'by device and step': (number) => ({
    EQ_deviceID: `urn:epc:id:giai:4000001.${number % 40}`,
    EQ_bizStep: 'storing',
  }),
  'hotter than (1 in 210 events)': () => ({ GE_maxValue_CEL: '59' }),
  'pattern of a product (9 of 10 events)': () => ({
    MATCH_epc: 'urn:epc:idpat:sgtin:4012345.011111.*',
  }),
}

async function measure(
  store: TraceStore,
  { name, ask, count }: { readonly name: string; readonly ask: Ask; readonly count: number },
): Promise<void> {
  const namespaces = toNamespaces(CONTEXT)
  const times: number[] = []
  let found = 0
  for (let run = 0; run < RUNS; run += 1) {
    const query = parseQuery(ask(Math.floor(((run * GOLDEN) % 1) * count)), namespaces)
    const begun = performance.now()
    found += (await store.events(query, { limit: PAGE })).length
    times.push(performance.now() - begun)
  }
  times.sort((a, b) => a - b)
  const [middle = 0, high = 0] = [0.5, 0.95].map((share) => times[Math.floor(share * RUNS)])
  console.log(
    `${name}: p50 ${middle.toFixed(2)} ms, p95 ${high.toFixed(2)} ms, ${found / RUNS} events each`,
  )
}
