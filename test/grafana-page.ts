import { setTimeout as delay } from 'node:timers/promises'

import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'

/** A panel that a page must show. */
export interface Wanted {
  readonly title: string
  readonly hasRows: boolean
}

/** What Grafana's own tests know its panels by, since 10.4. */
const MARKS = {
  panel: (title: string) => `data-testid Panel header ${title}`,
  error: 'data-testid Panel status error',
  message: 'data-testid Panel data error message',
  loading: 'Panel loading bar',
}

/** So high that no panel waits to be scrolled to before it asks. */
const VIEWPORT = { width: 1_600, height: 4_000 }
const LOOK_EVERY_MS = 250

/** Signed in at one Grafana by a token, which nobody else gets: what a page asks elsewhere, as tiles of a map, is not asked. */
export async function signIn(
  browser: Browser,
  { url, token }: { url: string; token: string },
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' })
  await context.route('**/*', async (route) => {
    const request = route.request()
    if (new URL(request.url()).origin !== new URL(url).origin) return await route.abort()
    const headers = { ...request.headers(), authorization: `Bearer ${token}` }
    // Not `continue`, which would take the headers along wherever Grafana leads.
    const response = await route.fetch({ headers, maxRedirects: 0 })
    return await route.fulfill({ response })
  })
  return context
}

/** Opens a dashboard and waits until it asks for nothing more. */
export async function openDashboard(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  const response = await page.goto(address)
  if (new URL(page.url()).pathname.endsWith('/login')) {
    throw new Error(`${address} leads to the page for signing in: pages do not take the token`)
  }
  if (response?.ok() !== true) throw new Error(`${address} answered ${response?.status()}`)
  await page.waitForLoadState('networkidle')
  return page
}

/** What is wrong with the panels of a page, once nothing is or patience is over. */
export async function findFaults(
  page: Page,
  wanted: readonly Wanted[],
  patienceMs: number,
): Promise<string[]> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await Promise.all(wanted.map((panel) => findFault(page, panel)))
    const faults = found.filter((fault) => fault !== undefined)
    if (faults.length === 0 || Date.now() > end) return faults
    await delay(LOOK_EVERY_MS)
  }
}

async function findFault(page: Page, { title, hasRows }: Wanted): Promise<string | undefined> {
  const panel = page.getByTestId(MARKS.panel(title)).first()
  if (!(await isShown(panel.getByText(title, { exact: true })))) return `${title}: is not shown`
  if (await isShown(panel.getByLabel(MARKS.loading))) return `${title}: is still loading`
  const error = panel.getByTestId(MARKS.error)
  if (await isShown(error)) return `${title}: shows an error, ${await tell(error)}`
  const noData = panel.getByTestId(MARKS.message).or(panel.getByText('No data', { exact: true }))
  return hasRows && (await isShown(noData)) ? `${title}: shows no data` : undefined
}

async function isShown(locator: Locator): Promise<boolean> {
  return await locator.first().isVisible()
}

async function tell(error: Locator): Promise<string> {
  return (await error.first().getAttribute('aria-label')) ?? 'which has no words'
}
