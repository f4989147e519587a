import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import type { Json, JsonObject } from '#trace/epcis/json.ts'

/** GS1's own EPCIS material (repository gs1/EPCIS), where somebody has it; the project holds no copy. */
export const GS1_FOLDER = process.env['NGUON_TEST_EPCIS'] ?? ''
export const hasGs1 = GS1_FOLDER !== '' && existsSync(path.join(GS1_FOLDER, 'openapi.json'))

/** For the names of tests, so that what is left out says so. */
export const whyNoGs1 = hasGs1
  ? ''
  : " (left out: NGUON_TEST_EPCIS names no copy of GS1's EPCIS material)"

export interface Example {
  readonly name: string
  readonly document: JsonObject
}

export function readGs1(name: string): JsonObject {
  return JSON.parse(readFileSync(path.join(GS1_FOLDER, name), 'utf8')) as JsonObject
}

/** None where the folder is not. */
export function readExamples(): Example[] {
  if (!hasGs1) return []
  const all = readdirSync(path.join(GS1_FOLDER, 'examples'), { recursive: true, encoding: 'utf8' })
  return all
    .filter((name) => name.endsWith('.jsonld'))
    .toSorted()
    .map((name) => ({ name, document: readGs1(path.join('examples', name)) }))
}

/** The events of a document, as they stand. */
export function toEvents(document: Json): JsonObject[] {
  const body = (
    document as {
      epcisBody: {
        eventList?: JsonObject[]
        queryResults?: { resultsBody: { eventList: JsonObject[] } }
      }
    }
  ).epcisBody
  return body.eventList ?? body.queryResults?.resultsBody.eventList ?? []
}
