import { expect, test } from 'vitest'

import type { SmsOptions } from '#alarms/channels/sms.ts'
import { createSms } from '#alarms/channels/sms.ts'

import { makeMessage, makeNotice } from './channel-message.ts'
import { HttpProvider } from './channel-provider.ts'
import { testChannel } from './contracts/channels.ts'

const never = new AbortController().signal
const API_KEY = 'E5F0A1B2C3D4'
const SECRET_KEY = 'sms-secret/+77'
/** As eSMS documents it: 200 whatever happened, the code in the body. */
const ACCEPTED = '{"CodeResult":"100","SMSID":"a1b2"}'
const BODY = `{"ApiKey":"${API_KEY}","SecretKey":"${SECRET_KEY}","Phone":"{phone}","Content":"{text}","RequestId":"{key}","SmsType":"2"}`

async function openProvider() {
  return HttpProvider.open({
    accept: () => ({ body: ACCEPTED }),
    refuse: (echo) => ({ body: JSON.stringify({ CodeResult: '108', ErrorMessage: echo }) }),
  })
}

function options(url: string, part: Partial<SmsOptions> = {}): SmsOptions {
  const headers = { 'content-type': 'application/json', 'x-auth': 'header-secret-1' }
  const success = '"CodeResult":"100"'
  return { url, method: 'POST', headers, body: BODY, success, segmentsMax: 2, ...part }
}

testChannel('SMS', async () => {
  const provider = await openProvider()
  const url = `${provider.url}/send?token=query-secret-2`
  return {
    channel: createSms(options(url)),
    address: '0912 345 678',
    flawed: ['12345', '0212345678', '+123', 'lan@example.vn', '09123456789'],
    secrets: [API_KEY, SECRET_KEY, 'header-secret-1', 'query-secret-2'],
    behave: (conduct) => provider.behave(conduct),
    takenIn: () => provider.requests.map(({ body }) => JSON.parse(body.toString()).RequestId),
    [Symbol.asyncDispose]: () => provider[Symbol.asyncDispose](),
  }
})

test('the words are without accents, in JSON that no quotation mark ends', async () => {
  await using provider = await openProvider()
  await using sms = createSms(options(provider.url))
  const message = makeMessage({ subject: 'Bể "Đỗ" quá nóng ≥ 50 °C\n' })
  await sms.send('+84 912.345.678', message, never)
  expect(JSON.parse(provider.lastBody)).toEqual({
    ApiKey: API_KEY,
    SecretKey: SECRET_KEY,
    Phone: '84912345678',
    Content: 'Be "Do" qua nong >= 50 C. Tat bom, che nang https://nguon.example.vn/a/7.Xk2-_9',
    RequestId: message.key,
    SmsType: '2',
  })
})

test('a gateway may want the words in the address, or as a form', async () => {
  await using provider = await openProvider()
  const notices = [makeNotice({ acknowledgeUrl: 'https://n.vn/a?x=1&y=2' })]
  const message = makeMessage({ subject: 'A&B=C', notices })
  const url = `${provider.url}/send?to={phone}&text={text}&id={key}`
  await using get = createSms(options(url, { method: 'GET', body: '', success: '' }))
  await get.send('0912345678', message, never)
  const [request] = provider.requests
  const { searchParams } = new URL(request?.path ?? '', 'http://x')
  expect([request?.method, request?.body.length]).toEqual(['GET', 0])
  const text = 'A&B=C. Tat bom, che nang https://n.vn/a?x=1&y=2'
  expect(Object.fromEntries(searchParams)).toEqual({ to: '84912345678', text, id: message.key })

  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  await using form = createSms(options(provider.url, { headers, body: 'to={phone}&text={text}' }))
  await form.send('+4915112345678', message, never)
  const sent = Object.fromEntries(new URLSearchParams(provider.lastBody))
  expect(sent).toEqual({ to: '4915112345678', text })
})

test('a login that is refused is ours to mend', async () => {
  await using provider = await openProvider()
  await using sms = createSms(options(provider.url))
  provider.plan({ status: 401, body: 'no' })
  await expect(sms.send('0912345678', makeMessage(), never)).rejects.toMatchObject({
    code: 'CHANNEL_CONFIGURATION',
    retry: false,
  })
})
