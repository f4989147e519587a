import { HOUR, type Instant } from '#domain/time.ts'

import { formatTags, type SeriesTags } from './line.ts'

export interface HourOfSeries {
  readonly hour: Instant
  readonly tags: string
  readonly device: string
}

/** A step takes at most this many windows (one query, one write of so many lines) … */
const WINDOWS_MAX = 2_000
/** … of hours that lie no further apart. */
const SPAN_MAX = 24 * HOUR

export function toHour(instant: Instant): Instant {
  return Math.floor(instant / HOUR) * HOUR
}

/** What the writer knows to be marked `stale` in the store: hours of series that are to be rolled up. Some 30 bytes each. */
export class StaleHours {
  /** The tags of the series of each hour. */
  readonly #hours = new Map<Instant, Set<string>>()
  readonly #deviceOfTags = new Map<string, string>()

  has(hour: Instant, tags: string): boolean {
    return this.#hours.get(hour)?.has(tags) ?? false
  }

  add({ hour, tags, device }: HourOfSeries): void {
    const series = this.#hours.get(hour) ?? new Set<string>()
    series.add(tags)
    this.#hours.set(hour, series)
    this.#deviceOfTags.set(tags, device)
  }

  addSeries(series: SeriesTags, hour: Instant): void {
    this.add({ hour, tags: formatTags(series), device: series.device })
  }

  remove({ hour, tags }: HourOfSeries): void {
    const series = this.#hours.get(hour)
    series?.delete(tags)
    if (series?.size === 0) this.#hours.delete(hour)
  }

  /** The oldest windows that begin before `until`: enough for one step, none when nothing is due. They stay until removed. */
  listDue(until: Instant): HourOfSeries[] {
    const due: HourOfSeries[] = []
    const hours = [...this.#hours.keys()].filter((hour) => hour < until).toSorted((a, b) => a - b)
    const [first = 0] = hours
    for (const hour of hours) {
      const series = this.#hours.get(hour) ?? new Set<string>()
      const isFull = due.length > 0 && due.length + series.size > WINDOWS_MAX
      if (isFull || hour >= first + SPAN_MAX) break
      for (const tags of series) {
        due.push({ hour, tags, device: this.#deviceOfTags.get(tags) ?? '' })
      }
    }
    return due
  }
}
