import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { BOARDS } from '#dashboards/boards.ts'
import { LANGUAGES } from '#dashboards/model.ts'
import { uidOf } from '#dashboards/uid.ts'
import { MINUTE } from '#domain/time.ts'

import { openChromium } from './chromium.ts'
import { hasRows, siteOf } from './demo-channels.ts'
import { findFaults, openDashboard, signIn } from './grafana-page.ts'
import { runNguon } from './platform-command.ts'

/**
 * A Grafana 11.6 or newer with the data sources of `dashboards/generated` and none of its dashboards, over a platform with the
 * simulated sites; a token of a service account that may edit dashboards; and where the readings are, `influxdb` or `embedded`.
 */
const url = process.env['NGUON_TEST_GRAFANA_URL'] ?? ''
const token = process.env['NGUON_TEST_GRAFANA_TOKEN'] ?? ''
const engine = process.env['NGUON_TEST_GRAFANA_ENGINE'] ?? 'influxdb'

const isLeftOut = url === ''
const why = isLeftOut ? ' (left out: NGUON_TEST_GRAFANA_URL names no Grafana)' : ''
const PATIENCE = MINUTE

/** As an operator does it. */
async function push(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-grafana-'))
  try {
    const file = path.join(folder, 'token')
    await writeFile(file, token)
    const options = ['--grafana', url, '--token-file', file, '--engine', engine]
    const { code, stderr } = await runNguon(['dashboards', 'push', ...options], {
      NGUON_DATA: folder,
    })
    if (code !== 0) throw new Error(stderr.trim())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const cases = LANGUAGES.flatMap((language) =>
  BOARDS.map((board) => [`${board.id}, ${language}`, board, language] as const),
)

describe.skipIf(isLeftOut)(`the dashboards on a Grafana${why}`, () => {
  let browser: Browser
  let context: BrowserContext
  beforeAll(async () => {
    await push()
    browser = await openChromium()
    context = await signIn(browser, { url, token })
  })
  afterAll(async () => {
    await browser?.close()
  })

  test.each(cases)(
    '%s: each panel shows its title and its rows',
    { timeout: 3 * PATIENCE },
    async (_, board, language) => {
      const site = siteOf(board)
      const target = `/d/${uidOf(board.id, language)}?var-site=${site}`
      const page = await openDashboard(context, new URL(target, url).href)
      const wanted = board.panels.map((panel) => ({
        title: panel.title[language],
        hasRows: hasRows(board, panel, site),
      }))
      expect(await findFaults(page, wanted, PATIENCE)).toEqual([])
      await page.close()
    },
  )
})
