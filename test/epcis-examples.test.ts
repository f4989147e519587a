import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'

import { toOwnContext } from '#trace/epcis/context.ts'
import type { JsonObject } from '#trace/epcis/json.ts'
import { useStandardWords } from '#trace/epcis/standard-words.ts'

import { openApi } from './api-fixture.ts'
import { createClient } from './epcis-client.ts'
import { hasGs1, readExamples, readGs1, toEvents, whyNoGs1 } from './epcis-gs1.ts'

const examples = readExamples()
const FIDELITY = { 'GS1-EPC-Format': 'Never_Translates' }

test.skipIf(!hasGs1)(
  `every example of GS1's is captured and handed back as it was${whyNoGs1}`,
  async () => {
    const isValid = compile()
    for (const { name, document } of examples) {
      await using api = await openApi()
      const client = createClient(api.url)
      expect([name, await client.capture(document)]).toMatchObject([
        name,
        { success: true, errors: [] },
      ])
      const answer = await client.ask(
        'GET',
        '/epcis/events?orderBy=recordTime&orderDirection=ASC&perPage=1000',
        { headers: FIDELITY },
      )
      expect(answer.status).toBe(200)
      expect([name, isValid(answer.body), isValid.errors]).toEqual([name, true, null])
      const received = toEvents(document)
      const returned = toEvents(answer.body)
      expect(returned.length).toBe(received.length)
      for (const [index, event] of received.entries()) {
        expect([name, without(returned[index] ?? {})]).toEqual([name, toReturned(event)])
      }
      const own = returned.every((event) => event['@context'] === undefined)
        ? answer.body
        : (returned[0] ?? {})
      expect(toOwnContext(own['@context'])).toEqual(toOwnContext(document['@context']))
      // Once more is the same.
      expect(await client.capture(document)).toMatchObject({ success: true, errors: [] })
      expect((await client.readAll('/epcis/events')).length).toBe(received.length)
      // In Digital Links, which is how it is answered unless somebody says otherwise.
      const links = await client.ask('GET', '/epcis/events?perPage=1000')
      expect([name, isValid(links.body)]).toEqual([name, true])
    }
  },
  120_000,
)

/**
 * What is handed back: the record time is ours, the event id is there, standard values are bare words; the rest is as it was.
 * Here an id that was made is left out.
 */
function toReturned(event: JsonObject): Readonly<Record<string, unknown>> {
  const { recordTime: _time, ...rest } = useStandardWords(event) as JsonObject
  const made: unknown = expect.stringMatching(/^ni:\/\/\/sha-256;[\da-f]{64}\?ver=CBV2\.0$/)
  return { eventID: made, ...rest }
}

function without({ recordTime, '@context': _context, ...event }: JsonObject): JsonObject {
  expect(recordTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  return event
}

function compile() {
  const ajv = new Ajv({ strict: false })
  formats.default(ajv)
  return ajv.compile(readGs1('EPCIS-JSON-Schema.json'))
}
