import { existsSync } from 'node:fs'

import { chromium, type Browser } from 'playwright-core'

/** Where Debian installs it. */
const CHROMIUM = '/usr/bin/chromium'

/** False only where it may be left out: in CI it must be there. */
export const hasChromium = existsSync(CHROMIUM) || process.env['CI'] === 'true'
export const whyNoChromium = hasChromium ? '' : ` (left out: ${CHROMIUM} is not installed)`

/** Asks nobody but whom a page asks: no updates, no first-run pages, no services of its maker. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser with a profile of its own that is gone at the end. Tests may run as root, which Chromium's sandbox refuses. */
export async function openChromium(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there: apt-get install chromium`)
  return await chromium.launch({ executablePath: CHROMIUM, args: QUIET, chromiumSandbox: false })
}
