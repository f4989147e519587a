import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { hasChromium, openChromium, whyNoChromium } from './chromium.ts'
import { findFaults, openDashboard, signIn } from './grafana-page.ts'

// No Grafana can be installed here. These pages of ours are marked as Grafana marks its own: they try how a page is read.

const panel = (title: string, body: string) =>
  `<section data-testid="data-testid Panel header ${title}"><h2>${title}</h2>${body}</section>`
const LOADING = '<div aria-label="Panel loading bar">…</div>'
const ERROR = '<button data-testid="data-testid Panel status error" aria-label="401">!</button>'
const MESSAGE = '<div data-testid="data-testid Panel data error message">No data</div>'

interface Answer {
  readonly status?: number
  readonly location?: string
  readonly html?: string
}

/** A server that gives one answer to all, and notes what it is asked. */
async function serve(answer: (request: IncomingMessage) => Answer) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const { status = 200, location, html = 'nothing here' } = answer(request)
    if (location !== undefined) response.setHeader('location', location)
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe.skipIf(!hasChromium)(`a page of Grafana${whyNoChromium}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser.close()
  })

  async function look(url: string, titles: readonly string[], patienceMs: number) {
    await using context = await signIn(browser, { url, token: 'right' })
    const page = await openDashboard(context, `${url}/d/nguon-vats`)
    const wanted = titles.map((title) => ({ title, hasRows: title !== 'Rain' }))
    return await findFaults(page, wanted, patienceMs)
  }

  test('is fine when each panel comes to show its rows', async () => {
    const later = `<script>setTimeout(() => {
      document.querySelector('[aria-label]').remove()
      document.querySelector('p').textContent = '37.5 °C'
    }, 700)</script>`
    const html = panel('Level', '<canvas>') + panel('Mash', `${LOADING}<p>No data</p>`) + later
    await using grafana = await serve(() => ({ html }))
    expect(await look(grafana.url, ['Level', 'Mash'], 10_000)).toEqual([])
  })

  test('has faults that are told by panel', async () => {
    const html = [
      panel('Level', MESSAGE),
      panel('Rain', MESSAGE),
      panel('Mash', '<p>No data</p>'),
      panel('Brine', ERROR),
      panel('Pump', LOADING),
      `<div hidden>${panel('Lid', '')}</div>`,
    ].join('')
    await using grafana = await serve(() => ({ html }))
    const titles = ['Level', 'Rain', 'Mash', 'Brine', 'Pump', 'Lid', 'Collector']
    expect(await look(grafana.url, titles, 500)).toEqual([
      'Level: shows no data',
      'Mash: shows no data',
      'Brine: shows an error, 401',
      'Pump: is still loading',
      'Lid: is not shown',
      'Collector: is not shown',
    ])
  })

  test('is asked with the token, and nobody else is asked at all', async () => {
    await using other = await serve(() => ({}))
    const html = `${panel('Level', '')}<img src="${other.url}/tile.png"><img src="/logo.png">`
    await using grafana = await serve(() => ({ html }))
    expect(await look(grafana.url, ['Level'], 5_000)).toEqual([])
    const paths = grafana.asked.map(({ url }) => url)
    expect(paths).toEqual(expect.arrayContaining(['/d/nguon-vats', '/logo.png']))
    for (const { headers } of grafana.asked) expect(headers.authorization).toBe('Bearer right')
    expect(other.asked).toEqual([])
  })

  test('that leads elsewhere does not take the token there', async () => {
    await using other = await serve(() => ({ html: panel('Level', '') }))
    await using grafana = await serve(() => ({ status: 302, location: `${other.url}/d/x` }))
    await look(grafana.url, ['Level'], 500).catch(() => [])
    expect(grafana.asked).toHaveLength(1)
    for (const { headers } of other.asked) expect(headers.authorization).toBeUndefined()
  })

  test('for signing in, or of no dashboard, is said', async () => {
    await using closed = await serve(({ url }) =>
      url === '/login' ? { html: 'Sign in' } : { status: 302, location: '/login' },
    )
    await expect(look(closed.url, ['Level'], 500)).rejects.toThrow(/pages do not take the token/)
    await using empty = await serve(() => ({ status: 404 }))
    await expect(look(empty.url, ['Level'], 500)).rejects.toThrow(/answered 404/)
  })
})
