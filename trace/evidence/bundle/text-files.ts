import type { Instant } from '#domain/time.ts'

import { toCanonicalJson } from '../leaf.ts'
import type { BundleSource } from './bundle-source.ts'
import { formatReading, READINGS_HEADER } from './lines.ts'

const CHUNK_LINES = 500

export async function* formatReadings({ readings }: BundleSource): AsyncGenerator<string> {
  yield READINGS_HEADER
  for await (const reading of readings) yield formatReading(reading)
}

/** EPCIS 2.0 §10: a document, one event a line. */
export async function* formatEvents({ events }: BundleSource, at: Instant): AsyncGenerator<string> {
  const context = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
  const head = { '@context': [context], type: 'EPCISDocument', schemaVersion: '2.0' }
  const dated = { ...head, creationDate: new Date(at).toISOString() }
  yield `${JSON.stringify(dated).slice(0, -1)},"epcisBody":{"eventList":[`
  let separator = ''
  for await (const event of events) {
    yield `${separator}${toCanonicalJson(event)}`
    separator = ','
  }
  yield ']}}'
}

export async function* formatSection(
  facts: AsyncIterable<unknown> | undefined,
): AsyncGenerator<string> {
  for await (const fact of facts ?? []) yield toCanonicalJson(fact)
}

/** Lines, many to a chunk. */
export async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk: string[] = []
  for await (const line of lines) {
    chunk.push(line, '\n')
    if (chunk.length < 2 * CHUNK_LINES) continue
    yield chunk.join('')
    chunk = []
  }
  yield chunk.join('')
}

export async function* once(text: string): AsyncGenerator<string> {
  yield text
}
