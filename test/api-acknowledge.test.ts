import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'

import { DAY, SECOND } from '#domain/time.ts'
import { readLink, signLink } from '#service/acknowledge-link.ts'

import { WITHOUT_DELAYS } from './alarms-fixture.ts'
import { LINK_KEY, openApi } from './api-fixture.ts'
import { hasChromium, openChromium, whyNoChromium } from './chromium.ts'
import { settle, START, VAT } from './contracts/registry/fixture.ts'

/** An alarm that asks, and Lan's link to answer it. */
async function openAlarm() {
  const api = await openApi()
  onTestFinished(() => api[Symbol.asyncDispose]())
  const { registry } = api
  await settle(registry, 'probe-1')
  const channel = await registry.channels.ensure('probe-1', 'temperature/top', 'temperature')
  const approval = { approvedBy: 'lan', reason: 'start', validFrom: START, recordedAt: START }
  const limit = await registry.limits.add({ limit: WITHOUT_DELAYS, ...approval, withdrawn: false })
  const see = async (level: number) => {
    const seen = { limit, channel, place: VAT.id, at: Date.now(), level, value: 46 }
    return (await registry.alarms.observe([seen])).at(-1)?.id ?? 0
  }
  for (const id of ['lan', 'minh']) {
    const person = { id, name: id, language: 'vi', timezone: 'UTC', addresses: [] } as const
    await registry.people.put({ ...person, quietHours: null })
  }
  const event = await see(1)
  const sign = (change = {}) => {
    const link = { alarm: 1, event, person: 'lan', expiresAt: Date.now() + DAY, ...change }
    return `/a/${signLink(LINK_KEY, link)}`
  }
  const phase = async () => (await registry.alarms.get(1))?.phase
  const ask = async (method: string, target: string) => {
    const response = await fetch(api.url + target, { method })
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  return { api, see, sign, phase, ask }
}

describe('a link in a message', () => {
  test('shows what it is about, and answers nothing when it is only looked at', async () => {
    const { ask, sign, phase } = await openAlarm()
    const { status, text, headers } = await ask('GET', sign())
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    for (const said of ['Bể nóng', 'Vat hot', 'Bể 1', 'Tôi nhận']) expect(text).toContain(said)
    expect(await phase()).toBe('active-unacknowledged')
  })

  test('acknowledges in the name of whom it was sent to, and says so', async () => {
    const { api, ask, sign, phase } = await openAlarm()
    const { status, text } = await ask('POST', sign())
    expect([status, text]).toEqual([200, expect.stringContaining('Đã nhận báo động')])
    expect(await phase()).toBe('active-acknowledged')
    const history = await api.registry.alarms.history({ limit: 100, alarm: 1 })
    expect(history.at(-1)).toMatchObject({ kind: 'acknowledged', by: 'lan' })
  })

  test('a second time changes nothing and says who has answered', async () => {
    const { api, ask, sign } = await openAlarm()
    await ask('POST', sign({ person: 'minh' }))
    const before = await api.registry.alarms.history({ limit: 100 })
    const { status, text } = await ask('POST', sign())
    expect([status, text]).toEqual([200, expect.stringContaining('minh đã nhận rồi')])
    expect(await api.registry.alarms.history({ limit: 100 })).toEqual(before)
  })

  test('does not answer for what has become worse since', async () => {
    const { see, ask, sign, phase } = await openAlarm()
    await see(2)
    const { status, text } = await ask('POST', sign())
    expect([status, text]).toEqual([409, expect.stringContaining('Báo động đã thay đổi')])
    expect(await phase()).toBe('active-unacknowledged')
  })

  test('of what asked again and is over by now says that it is over', async () => {
    const { api, see, ask, sign } = await openAlarm()
    await see(2)
    await api.registry.alarms.act(1, { kind: 'acknowledge', at: Date.now(), by: 'minh' })
    await see(0)
    const { status, text } = await ask('GET', sign())
    expect([status, text]).toEqual([200, expect.stringContaining('Báo động đã hết')])
  })

  test('that has expired, was changed or was never ours answers nothing', async () => {
    const { ask, sign, phase } = await openAlarm()
    const other = `/a/${signLink('another-key-altogether', { alarm: 1, event: 2, person: 'lan', expiresAt: Date.now() + DAY })}`
    const cases: [string, number][] = [
      [sign({ expiresAt: Date.now() - 2 * SECOND }), 410],
      [sign().replace('~lan~', '~minh~'), 404],
      [sign({ alarm: 99 }), 404],
      [other, 404],
      ['/a/nonsense', 404],
      ['/a/1~2~3~4~5~6~7', 404],
    ]
    for (const [target, expected] of cases) {
      for (const method of ['GET', 'POST']) {
        expect([target, (await ask(method, target)).status]).toEqual([target, expected])
      }
    }
    expect(await phase()).toBe('active-unacknowledged')
  })

  test('of somebody who is no longer told answers nothing', async () => {
    const { api, ask, sign, phase } = await openAlarm()
    await api.registry.people.remove('lan')
    expect((await ask('POST', sign())).status).toBe(410)
    expect(await phase()).toBe('active-unacknowledged')
  })

  test('of an alarm that is over says so', async () => {
    const { see, ask, sign } = await openAlarm()
    await ask('POST', sign())
    await see(0)
    const { text } = await ask('POST', sign())
    expect(text).toContain('Báo động đã hết')
  })
})

test('a token holds what was signed, whatever it is', () => {
  const link = { alarm: 2 ** 40, event: 7, person: 'a.b-c_d', expiresAt: 1_800_000_000_000 }
  expect(readLink(LINK_KEY, signLink(LINK_KEY, link))).toEqual(link)
})

describe.runIf(hasChromium)(`on a phone${whyNoChromium}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openChromium()
  }, 60_000)
  afterAll(() => browser.close())

  test('one tap on the link is all that a person does', async () => {
    const { api, sign, phase } = await openAlarm()
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const problems: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await page.goto(api.url + sign())
    await page.getByText('Đã nhận báo động').waitFor()
    expect(await phase()).toBe('active-acknowledged')
    expect(problems).toEqual([])
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(360)
  }, 60_000)

  test('without scripts there is a button', async () => {
    const { api, sign, phase } = await openAlarm()
    const context = await browser.newContext({ javaScriptEnabled: false })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(api.url + sign())
    expect(await phase()).toBe('active-unacknowledged')
    await page.getByRole('button').click()
    await page.getByText('Đã nhận báo động').waitFor()
    expect(await phase()).toBe('active-acknowledged')
  }, 60_000)
})
