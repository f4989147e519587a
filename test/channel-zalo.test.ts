import { describe, expect, test } from 'vitest'

import { createZaloOa } from '#alarms/channels/zalo-oa.ts'
import { createZaloZns } from '#alarms/channels/zalo-zns.ts'
import { ZNS_FIELD_NAMES, type ZnsFieldName } from '#domain/notification/zns-fields.ts'

import { makeMessage, makeNotice } from './channel-message.ts'
import { testChannel } from './contracts/channels.ts'
import { openZalo } from './zalo-fixture.ts'
import { APP } from './zalo-platform.ts'

const never = new AbortController().signal
const NAMES: readonly ZnsFieldName[] = [
  'place',
  'name',
  'value',
  'limit',
  'since',
  'response',
  'link',
]
const FIELDS = NAMES.map((name) => ({ name, charactersMax: name === 'link' ? 200 : 30 }))

async function openStand(name: 'zns' | 'oa') {
  const zalo = await openZalo()
  const token = await zalo.openToken()
  const { url } = zalo.platform
  const channel =
    name === 'oa'
      ? createZaloOa({ token, url })
      : createZaloZns({ token, url, template: '330875', fields: FIELDS })
  // So that what fails is the message, and the token is in it.
  const access = await token.get(never)
  return {
    zalo,
    platform: zalo.platform,
    channel,
    secrets: [access, APP.secret, zalo.given],
    behave: zalo.platform.http.behave.bind(zalo.platform.http),
    [Symbol.asyncDispose]: async () => {
      await token[Symbol.asyncDispose]()
      await zalo[Symbol.asyncDispose]()
    },
  }
}

testChannel('Zalo ZNS', async () => {
  const stand = await openStand('zns')
  return {
    ...stand,
    address: '0912345678',
    flawed: ['+4915112345678', '12345', 'lan'],
    takenIn: () => stand.platform.messages.map(({ tracking_id: key }) => String(key)),
  }
})

testChannel('Zalo OA', async () => {
  const stand = await openStand('oa')
  return {
    ...stand,
    address: '2512523625412515',
    flawed: ['lan', '0912-345'],
    takenIn: () => stand.platform.messages.map(({ message }) => JSON.stringify(message)),
  }
})

describe('a message by ZNS', () => {
  test('fills in the template of the worst alarm, each field as long as it may be', async () => {
    await using stand = await openStand('zns')
    // With combining marks, as a phone may write it.
    const response = 'Tắt bơm, che nắng, rồi đo lại sau một giờ và ghi vào sổ'.normalize('NFD')
    const notices = [makeNotice({ response }), makeNotice({ place: 'Bể 4' })]
    const receipt = await stand.channel.send('+84 912 345 678', makeMessage({ notices }), never)
    expect(receipt).toEqual({ providerId: 'zns-1' })
    expect(stand.platform.messages).toEqual([
      {
        phone: '84912345678',
        template_id: '330875',
        tracking_id: makeMessage().key,
        template_data: {
          place: 'Bể 3',
          name: 'Bể quá nóng',
          value: '52,3 °C',
          limit: '≥ 50 °C',
          since: '14:05 14/07',
          response: 'Tắt bơm, che nắng, rồi đo lại…',
          link: 'https://nguon.example.vn/a/7.Xk2-_9',
        },
      },
    ])
  })

  test('has no field empty and no link cut', async () => {
    await using zalo = await openZalo()
    await using token = await zalo.openToken()
    const fields = ZNS_FIELD_NAMES.map((name) => ({ name, charactersMax: 20 }))
    const options = { token, url: zalo.platform.url, template: '1', fields }
    await using channel = createZaloZns(options)
    const { value: _value, acknowledgeUrl, ...bare } = makeNotice()
    await channel.send('0912345678', makeMessage({ notices: [bare] }), never)
    await channel.send(
      '0912345678',
      makeMessage({ notices: [{ ...bare, acknowledgeUrl: acknowledgeUrl ?? '' }] }),
      never,
    )
    for (const { template_data: data } of zalo.platform.messages) {
      expect(data).toMatchObject({ value: '-', link: '-', count: '1' })
      for (const text of Object.values(Object(data))) expect(String(text)).toMatch(/^.{1,20}$/)
    }
  })
})

describe.each(['zns', 'oa'] as const)('by %s', (name) => {
  const address = name === 'zns' ? '0912345678' : '2512523625412515'

  test('an access that Zalo has ended is renewed, and the message goes out', async () => {
    await using stand = await openStand(name)
    stand.platform.endAccess()
    await Promise.all([1, 2, 3].map(() => stand.channel.send(address, makeMessage(), never)))
    expect(stand.platform.refreshCount).toBe(2)
  })

  const cases: Record<typeof name, [number, string, object][]> = {
    zns: [
      [-100, 'Unknown error', { code: 'CHANNEL_NOT_NOW' }],
      [-144, 'OA exceeded quota', { code: 'CHANNEL_NOT_NOW', retryAfter: 3_600_000 }],
      [-133, 'Not at night', { code: 'CHANNEL_NOT_NOW', retryAfter: 3_600_000 }],
      [-115, 'Out of quota', { code: 'CHANNEL_CONFIGURATION' }],
      [-131, 'Template unapproved', { code: 'CHANNEL_CONFIGURATION' }],
      [-118, 'Zalo account not existed', { code: 'CHANNEL_REFUSED' }],
      [-999, 'Something new', { code: 'CHANNEL_REFUSED' }],
    ],
    oa: [
      [-32, 'Rate limit', { code: 'CHANNEL_NOT_NOW' }],
      [-211, 'Out of quota', { code: 'CHANNEL_NOT_NOW', retryAfter: 3_600_000 }],
      [-224, 'OA needs a package', { code: 'CHANNEL_CONFIGURATION' }],
      [-201, 'user_id is invalid', { code: 'CHANNEL_REFUSED' }],
      [-230, 'User has not interacted with the OA in the past 7 days', { code: 'CHANNEL_REFUSED' }],
      [-213, 'User has not followed the OA', { code: 'CHANNEL_REFUSED' }],
    ],
  }
  test.for(cases[name])('%i (%s) is an end, or not', async ([error, message, expected]) => {
    await using stand = await openStand(name)
    stand.platform.refuseWith(error, message)
    const sending = stand.channel.send(address, makeMessage(), never)
    const words = { message: expect.stringContaining(`(${error}: ${message})`) }
    await expect(sending).rejects.toMatchObject({ ...expected, ...words })
    expect(stand.platform.messages).toHaveLength(1)
  })
})

test('an OA is told as much as it takes, whole lines', async () => {
  await using stand = await openStand('oa')
  const text = 'Bể 3 quá nóng\n'.repeat(200)
  await stand.channel.send('2512523625412515', makeMessage({ text }), never)
  const [sent] = stand.platform.messages
  expect(sent).toMatchObject({
    recipient: { user_id: '2512523625412515' },
    message: { text: expect.stringMatching(/^(Bể 3 quá nóng\n)+…$/) },
  })
  expect(JSON.stringify(sent).length).toBeLessThan(2600)
})
