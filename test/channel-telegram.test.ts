import { expect, test } from 'vitest'

import { createTelegram } from '#alarms/channels/telegram.ts'

import { makeMessage } from './channel-message.ts'
import { HttpProvider } from './channel-provider.ts'
import { testChannel } from './contracts/channels.ts'

const never = new AbortController().signal
const TOKEN = '123456789:AAFakeTokenOfATestbot-x_y'

/** As https://core.telegram.org/bots/api documents its answers. */
async function openProvider() {
  return HttpProvider.open({
    accept: ({ path }) =>
      path === `/bot${TOKEN}/sendMessage`
        ? { body: JSON.stringify({ ok: true, result: { message_id: 42, date: 1 } }) }
        : sayRefusal(404, 'Not Found'),
    refuse: (echo) => sayRefusal(400, `Bad Request: chat not found ${echo}`),
  })
}

function sayRefusal(status: number, description: string, parameters?: object) {
  return {
    status,
    body: JSON.stringify({ ok: false, error_code: status, description, parameters }),
  }
}

testChannel('Telegram', async () => {
  const provider = await openProvider()
  return {
    channel: createTelegram({ token: TOKEN, url: provider.url }),
    address: '-1001234567890',
    flawed: ['lan', '@x', '12a', '@lan!'],
    secrets: [TOKEN],
    behave: (conduct) => provider.behave(conduct),
    takenIn: () => provider.requests.map(({ body }) => JSON.parse(body.toString()).text),
    [Symbol.asyncDispose]: () => provider[Symbol.asyncDispose](),
  }
})

test('the text goes out as it is, and nobody opens its links for a preview', async () => {
  await using provider = await openProvider()
  await using telegram = createTelegram({ token: TOKEN, url: provider.url })
  const text = `<b>Bể 3</b> _nóng_\n${'dòng\n'.repeat(1000)}`
  const receipt = await telegram.send('@ky_anh', makeMessage({ text }), never)
  expect(receipt).toEqual({ providerId: '42' })
  const sent: { text: string } = JSON.parse(provider.lastBody)
  expect(sent).toMatchObject({ chat_id: '@ky_anh', link_preview_options: { is_disabled: true } })
  expect(sent.text).toMatch(/^<b>Bể 3<\/b> _nóng_\n(dòng\n)+…$/)
  expect(sent.text.length).toBeLessThanOrEqual(4096)
})

const refused = { code: 'CHANNEL_REFUSED', retry: false }
const ours = { code: 'CHANNEL_CONFIGURATION', retry: false }
const wait = (retryAfter: number | undefined) => ({ code: 'CHANNEL_NOT_NOW', retryAfter })

test.for<[number, string, object | undefined, object, RegExp]>([
  [403, 'Forbidden: bot was blocked by the user', undefined, refused, /must start the bot again/],
  [400, 'Bad Request', { migrate_to_chat_id: -100777 }, refused, /chat id -100777 now/],
  [401, 'Unauthorized', undefined, ours, /check NGUON_TELEGRAM_TOKEN/],
  [429, 'Too Many Requests: retry after 35', { retry_after: 35 }, wait(35_000), /tried again/],
  [502, 'Bad Gateway', undefined, wait(undefined), /tried again/],
])('%i %s', async ([status, description, parameters, expected, words]) => {
  await using provider = await openProvider()
  await using telegram = createTelegram({ token: TOKEN, url: provider.url })
  provider.plan(sayRefusal(status, description, parameters))
  const error: unknown = await telegram
    .send('7', makeMessage(), never)
    .catch((caught: unknown) => caught)
  expect(error).toMatchObject({ ...expected, message: expect.stringMatching(words) })
})
