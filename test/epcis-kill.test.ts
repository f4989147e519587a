import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { createClient, toDocument } from './epcis-client.ts'
import { CONTEXT } from './epcis-events.ts'
import { openSubscriber } from './epcis-subscriber.ts'

const NGUON = path.resolve(import.meta.dirname, '../nguon.ts')
const TOKEN = 'a-token-for-tests-only-of-enough-characters'
const DOCUMENT_EVENTS = 150
const readyShape = z.object({ ready: z.string(), addresses: z.object({ api: z.string() }) })

test('what was answered with 202 is stored and told, whenever the API is killed', async () => {
  // The seed is printed with the message of a failure.
  const [delays] = fc.sample(fc.array(fc.nat(400), { minLength: 4, maxLength: 4 }), { numRuns: 1 })
  await using subscriber = await openSubscriber((count) => (count % 7 === 0 ? 500 : 200))
  await using folder = await makeFolder()
  const locations: string[] = []
  let sent = 0
  for (const [life, delay] of (delays ?? []).entries()) {
    await using api = await startApi(folder.path)
    const client = createClient(api.url, TOKEN)
    if (life === 0) await subscribe(client, subscriber.url)
    const killing = new AbortController()
    const sending = (async () => {
      while (!killing.signal.aborted) {
        const document = toDocument(createEvents(sent), CONTEXT)
        const answer = await client
          .ask('POST', '/epcis/capture', { body: document })
          .catch(() => undefined)
        if (answer === undefined) return
        expect(answer.status).toBe(202)
        locations.push(answer.headers.get('location') ?? '')
        sent += DOCUMENT_EVENTS
      }
    })()
    await sleep(300 + delay)
    killing.abort()
    await api.kill()
    await sending
  }
  expect([delays, locations.length > 4]).toEqual([delays, true])
  await using api = await startApi(folder.path)
  const client = createClient(api.url, TOKEN)
  for (const location of locations) {
    expect([delays, await client.waitForJob(location)]).toMatchObject([
      delays,
      { success: true, errors: [] },
    ])
  }
  const stored = new Set(
    (await client.readAll('/epcis/events?perPage=1000')).map((event) => event['ex:number']),
  )
  for (let number = 0; number < sent; number += 1)
    expect([delays, number, stored.has(number)]).toEqual([delays, number, true])
  // A report may come twice, when the API is killed after it was taken and before that was written.
  await subscriber.until(
    () => new Set(subscriber.taken.map((event) => event['ex:number'])).size >= sent,
  )
}, 120_000)

async function subscribe(client: ReturnType<typeof createClient>, dest: string): Promise<void> {
  await client.ask('POST', '/epcis/queries', { body: { name: 'all', query: {} } })
  const { status } = await client.ask('POST', '/epcis/queries/all/subscriptions', {
    body: { dest, stream: true },
  })
  expect(status).toBe(201)
}

function createEvents(first: number) {
  return Array.from({ length: DOCUMENT_EVENTS }, (_, index) => ({
    type: 'ObjectEvent',
    eventTime: '2026-11-24T08:30:00+07:00',
    eventTimeZoneOffset: '+07:00',
    action: 'OBSERVE',
    epcList: [`urn:epc:id:sgtin:4012345.011111.${first + index}`],
    'ex:number': first + index,
  }))
}

async function startApi(data: string) {
  const child = spawn(process.execPath, [NGUON, 'api'], {
    env: {
      PATH: process.env['PATH'],
      NGUON_DATA: data,
      NGUON_API_PORT: '0',
      NGUON_ADMIN_TOKEN: TOKEN,
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const kill = async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  }
  const url = readyShape.parse((await once(child, 'message'))[0]).addresses.api
  return { url, kill, [Symbol.asyncDispose]: kill }
}

async function makeFolder() {
  const made = await mkdtemp(path.join(tmpdir(), 'nguon-epcis-kill-'))
  return { path: made, [Symbol.asyncDispose]: () => rm(made, { recursive: true, force: true }) }
}
