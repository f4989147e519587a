import type { Instant } from '#domain/time.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'

import { SCRAPE_INTERVAL } from '../data-sources.ts'

/** What a reader has chosen: the values of each variable. */
export type Selection = Readonly<Record<string, readonly string[]>>

export interface View {
  readonly from: Instant
  readonly until: Instant
  readonly selection: Selection
}

/** Grafana's steps for `$__interval`, as far as our spans need them. */
const INTERVALS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 7, 30].map((count) => count * DAY),
]

/** The text as the panel's data source gets it. Throws when a variable has no value: Grafana would send it as it stands. */
export function interpolate(text: string, view: View, pointsMax: number): string {
  const { from, until, selection } = view
  const interval = toInterval((until - from) / pointsMax)
  const fixed: Readonly<Record<string, string>> = {
    '${__from:date:iso}': new Date(from).toISOString(),
    '${__to:date:iso}': new Date(until).toISOString(),
    $timeFilter: `time >= ${from}ms AND time <= ${until}ms`,
    $__interval: formatInterval(interval),
    $__rate_interval: formatInterval(Math.max(interval + SCRAPE_INTERVAL, 4 * SCRAPE_INTERVAL)),
  }
  const known = Object.entries(fixed).reduce(
    (done, [name, value]) => done.replaceAll(name, value),
    text,
  )
  const whole = known
    .replaceAll(/\$\{(\w+):csv\}/g, (_, name: string) => valuesOf(selection, name).join(','))
    .replaceAll(
      /\/\^\$(\w+)\$\//g,
      (_, name: string) => `/^${toRegex(valuesOf(selection, name))}$/`,
    )
    .replaceAll(/(?<!\/\^)\$([a-z]\w*)/g, (_, name: string) => valuesOf(selection, name).join(','))
  if (/\$\{|\$__/.test(whole)) throw new Error(`not interpolated: ${whole}`)
  return whole
}

function valuesOf(selection: Selection, name: string): readonly string[] {
  const values = selection[name]
  if (values === undefined) throw new Error(`variable ${name} has no value`)
  return values
}

/** One value stands alone, several in brackets; what means something in a regular expression is escaped. */
function toRegex(values: readonly string[]): string {
  const escaped = values.map((value) => value.replaceAll(/[.\\+*?[^\]${}()|/-]/g, String.raw`\$&`))
  return escaped.length === 1 ? escaped.join('') : `(${escaped.join('|')})`
}

function toInterval(wanted: number): number {
  return INTERVALS.find((each) => each >= wanted) ?? 30 * DAY
}

function formatInterval(interval: number): string {
  if (interval % DAY === 0) return `${interval / DAY}d`
  if (interval % HOUR === 0) return `${interval / HOUR}h`
  return `${Math.round(interval / SECOND)}s`
}
