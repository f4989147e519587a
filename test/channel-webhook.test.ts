import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'

import { createWebhook } from '#alarms/channels/webhook.ts'

import { makeMessage } from './channel-message.ts'
import { HttpProvider } from './channel-provider.ts'
import { testChannel } from './contracts/channels.ts'

const never = new AbortController().signal
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

async function openReceiver() {
  return HttpProvider.open({
    accept: () => ({ status: 204 }),
    refuse: (echo) => ({ status: 422, body: echo }),
  })
}

testChannel('a webhook', async () => {
  const receiver = await openReceiver()
  return {
    channel: createWebhook({ secret: SECRET }),
    address: `${receiver.url}/hooks/path-secret?key=query-secret`,
    flawed: ['nguon.example.vn', 'ftp://example.vn/', 'https://u:p@example.vn/', 'javascript:x'],
    secrets: [SECRET, SECRET.slice(6), '/hooks/path-secret', 'key=query-secret'],
    behave: (conduct) => receiver.behave(conduct),
    takenIn: () => receiver.requests.map(({ headers }) => String(headers['webhook-id'])),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
})

test('the receiver checks the signature with the library of Standard Webhooks', async () => {
  await using receiver = await openReceiver()
  await using webhook = createWebhook({ secret: SECRET })
  const message = makeMessage()
  await webhook.send(receiver.url, message, never)
  const [request] = receiver.requests
  const headers = Object.fromEntries(
    Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  )
  const verified: unknown = new Webhook(SECRET).verify(receiver.lastBody, headers)
  const { key, language, subject, text, notices } = message
  const data = { key, language, subject, text, notices }
  expect(verified).toMatchObject({ type: 'alarm.notice', data })
  const forged = receiver.lastBody.replace('"urgent"', '"low"')
  expect(() => new Webhook(SECRET).verify(forged, headers)).toThrow('signature')
})

test.for<[number, string, boolean]>([
  [410, 'CHANNEL_REFUSED', false],
  [401, 'CHANNEL_REFUSED', false],
  [302, 'CHANNEL_REFUSED', false],
  [408, 'CHANNEL_NOT_NOW', true],
  [429, 'CHANNEL_NOT_NOW', true],
  [500, 'CHANNEL_NOT_NOW', true],
])('%i is %s, and nothing is followed', async ([status, code, retry]) => {
  await using receiver = await openReceiver()
  await using webhook = createWebhook({ secret: SECRET })
  receiver.plan({ status, headers: { location: `${receiver.url}/elsewhere` } })
  const sending = webhook.send(receiver.url, makeMessage(), never)
  await expect(sending).rejects.toMatchObject({ code, retry })
  expect(receiver.requests).toHaveLength(1)
})

test('how long it asks to be left alone is told, in milliseconds', async () => {
  await using receiver = await openReceiver()
  await using webhook = createWebhook({ secret: SECRET })
  const inTwoMinutes = new Date(Date.now() + 120_000).toUTCString()
  const waits: unknown[] = []
  for (const wait of ['5', inTwoMinutes, 'soon', '99999999', 'Mon, 01 Jan 2024 00:00:00 GMT']) {
    receiver.plan({ status: 429, headers: { 'retry-after': wait } })
    const error: unknown = await webhook
      .send(receiver.url, makeMessage(), never)
      .catch((caught: unknown) => caught)
    if (error instanceof Error && 'retryAfter' in error) waits.push(error.retryAfter)
  }
  expect(waits).toEqual([5_000, expect.any(Number), undefined, 86_400_000, 0])
  expect(waits[1]).toBeGreaterThan(110_000)
  expect(waits[1]).toBeLessThanOrEqual(120_000)
})

test('an answer without end is not read to its end', async () => {
  await using receiver = await openReceiver()
  await using webhook = createWebhook({ secret: SECRET })
  receiver.plan({ status: 400, body: 'x'.repeat(10_000_000) })
  const sending = webhook.send(receiver.url, makeMessage(), never)
  await expect(sending).rejects.toThrow(/answered 400: x{200}…$/)
})
