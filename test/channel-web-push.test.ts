import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto'

import { decrypt } from 'http_ece'
import { expect, test } from 'vitest'

import { encryptPush } from '#alarms/channels/web-push-encryption.ts'
import { parseSubscription } from '#alarms/channels/web-push-subscription.ts'
import { createWebPush } from '#alarms/channels/web-push.ts'
import { readWebPushKeys } from '#service/web-push-keys.ts'

import { makeCertificate, trust } from './certificate.ts'
import { makeMessage, makeNotice } from './channel-message.ts'
import { HttpProvider } from './channel-provider.ts'
import { testChannel } from './contracts/channels.ts'

const never = new AbortController().signal
const CONTACT = 'mailto:nguon@example.vn'
const tls = await makeCertificate()
trust(tls)
const keys = readWebPushKeys(randomBytes(32).toString('base64url'))

async function openService() {
  return HttpProvider.open({
    tls,
    accept: () => ({ status: 201, headers: { location: 'https://push.example/message/1' } }),
    refuse: (echo) => ({ status: 403, body: echo }),
  })
}

/** A browser that has subscribed at this push service. */
function subscribe(service: HttpProvider, path = '/wpush/v2/gAAAAsecret') {
  const pair = createECDH('prime256v1')
  const auth = randomBytes(16).toString('base64url')
  const p256dh = pair.generateKeys().toString('base64url')
  const endpoint = `${service.url}${path}`
  const address = JSON.stringify({ endpoint, expirationTime: null, keys: { p256dh, auth } })
  const open = (body: Buffer): unknown =>
    JSON.parse(
      decrypt(body, { version: 'aes128gcm', privateKey: pair, authSecret: auth }).toString(),
    )
  return { address, open, p256dh, auth }
}

function openChannel(service: HttpProvider) {
  return createWebPush({ keys, contact: CONTACT, services: [service.host] })
}

testChannel('web push', async () => {
  const service = await openService()
  const { address, open, p256dh, auth } = subscribe(service)
  const make = (endpoint: string, part: object = {}) =>
    JSON.stringify({ endpoint, keys: { p256dh, auth, ...part } })
  return {
    channel: openChannel(service),
    address,
    flawed: [
      '{}',
      make('https://evil.example/x'),
      make('https://127.0.0.1:1/x'),
      make(`https://fcm.googleapis.com.evil.example/x`),
      make('http://fcm.googleapis.com/x'),
      make('https://fcm.googleapis.com/x', { p256dh: Buffer.alloc(65, 4).toString('base64url') }),
      make('https://fcm.googleapis.com/x', { auth: 'AAAA' }),
    ],
    secrets: ['/wpush/v2/gAAAAsecret'],
    behave: (conduct) => service.behave(conduct),
    takenIn: () =>
      service.requests.map(({ body }) => {
        const payload = open(body)
        return typeof payload === 'object' && payload !== null && 'key' in payload
          ? String(payload.key)
          : ''
      }),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  }
})

test('the example of RFC 8291 comes out byte by byte', () => {
  const decode = (text: string) => Buffer.from(text, 'base64url')
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(decode('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'))
  const recipient = {
    p256dh: decode(
      'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    ),
    auth: decode('BTBZMqHH6r4Tts7J_aSIgg'),
  }
  const ephemeral = { pair, salt: decode('DGv6ra1nlYgDCS1FRnbzlw') }
  const words = Buffer.from('When I grow up, I want to be a watermelon')
  expect(encryptPush(words, recipient, ephemeral).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('the browser reads what it is told, and nobody else does', async () => {
  await using service = await openService()
  await using push = openChannel(service)
  const browser = subscribe(service)
  const message = makeMessage()
  const receipt = await push.send(browser.address, message, never)
  expect(receipt).toEqual({ providerId: 'https://push.example/message/1' })
  const body = service.requests[0]?.body ?? Buffer.alloc(0)
  const [{ kind, alarm, priority, acknowledgeUrl }] = [makeNotice()]
  const notices = [{ kind, alarm, priority, acknowledgeUrl }]
  const { key, language, subject: title, text } = message
  expect(browser.open(body)).toEqual({ key, language, title, body: text, notices })
  expect(() => subscribe(service).open(body)).toThrow('authenticate')
})

test('the push service is told who we are, how urgent it is and for how long', async () => {
  await using service = await openService()
  await using push = openChannel(service)
  await push.send(subscribe(service).address, makeMessage(), never)
  const low = [makeNotice({ priority: 'low', kind: 'test' })]
  await push.send(subscribe(service).address, makeMessage({ notices: low }), never)
  const [urgent, trial] = service.requests.map(({ headers }) => headers)
  expect(urgent).toMatchObject({ ttl: '86400', urgency: 'high', topic: makeMessage().key })
  expect(trial).toMatchObject({ ttl: '3600', urgency: 'low', 'content-encoding': 'aes128gcm' })
  const [, token = '', k] =
    /^vapid t=([^,]+), k=(.+)$/.exec(String(urgent?.['authorization'])) ?? []
  expect(k).toBe(keys.publicKey)
  expect(isSigned(token)).toBe(true)
  const { aud, sub, exp } = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
  )
  expect([aud, sub]).toEqual([service.url, CONTACT])
  expect(exp - Date.now() / 1000).toBeGreaterThan(3_600)
  expect(exp - Date.now() / 1000).toBeLessThan(86_400)
})

test('the longest message finds room, the worst alarms first', async () => {
  await using service = await openService()
  await using push = openChannel(service)
  const browser = subscribe(service)
  const acknowledgeUrl = `https://nguon.example.vn/${'a'.repeat(700)}`
  const notices = [1, 2, 3, 4, 5, 6, 7].map((alarm) => makeNotice({ alarm, acknowledgeUrl }))
  const long = makeMessage({ subject: 'ữ'.repeat(900), text: 'ữ ồ\n'.repeat(900), notices })
  await push.send(browser.address, long, never)
  const body = service.requests[0]?.body ?? Buffer.alloc(0)
  expect(body.length).toBeLessThanOrEqual(4096)
  expect(browser.open(body)).toMatchObject({ notices: [{ alarm: 1 }, { alarm: 2 }] })
})

test.for([404, 410])('%i ends the subscription for good', async (status) => {
  await using service = await openService()
  await using push = openChannel(service)
  service.plan({ status })
  await expect(push.send(subscribe(service).address, makeMessage(), never)).rejects.toMatchObject({
    code: 'CHANNEL_REFUSED',
    message: expect.stringContaining('turn notifications on again'),
  })
})

test('the browsers that people have are known', () => {
  const { p256dh, auth } = keysOfBrowser()
  for (const host of [
    'fcm.googleapis.com',
    'updates.push.services.mozilla.com',
    'web.push.apple.com',
    'wns2-sg2p.notify.windows.com',
  ]) {
    const address = JSON.stringify({ endpoint: `https://${host}/x`, keys: { p256dh, auth } })
    expect(parseSubscription(address, []), `at ${host}`).toHaveProperty('endpoint')
  }
})

function keysOfBrowser() {
  const p256dh = createECDH('prime256v1').generateKeys().toString('base64url')
  return { p256dh, auth: randomBytes(16).toString('base64url') }
}

/** By the key that a push service is shown. */
function isSigned(token: string): boolean {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(keys.publicKey, 'base64url')
  const [x, y] = [
    point.subarray(1, 33).toString('base64url'),
    point.subarray(33).toString('base64url'),
  ] as const
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const signed = Buffer.from(`${head}.${claims}`)
  return verify(
    'sha256',
    signed,
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
}
