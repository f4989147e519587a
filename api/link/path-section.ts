import { DAY, type Instant } from '#domain/time.ts'

import { drawChart } from './chart.ts'
import { html, type Markup } from './html.ts'
import type { Language } from './negotiate.ts'
import type { Stage } from './path.ts'
import type { Temperatures } from './temperatures.ts'
import { toDay, writeCelsius, writeDay } from './words.ts'

/** Where it was, and what it went through there, when the producer shows that. */
export interface ShownStage {
  readonly stage: Stage
  readonly temperatures: Temperatures | undefined
}

interface PathView {
  readonly stages: readonly ShownStage[]
  readonly language: Language
  readonly zone: string
  readonly now: Instant
}

/** The path in plain words, and one curve over all of it. */
export function writePath(view: PathView): Markup | undefined {
  const { stages, language, zone } = view
  if (stages.length === 0) return undefined
  const points = stages
    .flatMap(({ temperatures }) => temperatures?.points ?? [])
    .toSorted((one, other) => one.at - other.at)
  const chart = points.length < 2 ? undefined : drawChart({ points, zone, language })
  const title = language === 'vi' ? 'Đường đi của lô hàng' : 'Path of the lot'
  return html`<h2 id="path">${title}</h2>
    <ol>
      ${stages.map((one) => writeStage(one, view))}
    </ol>
    ${chart}`
}

function writeStage({ stage, temperatures }: ShownStage, view: PathView): Markup {
  const { language } = view
  const { place, site, product } = stage
  const what = product === undefined ? '' : `${product.name[language]} · `
  const where = [place.name[language], site?.name[language]].filter(Boolean).join(', ')
  const measured = temperatures && writeTemperatures(temperatures, language)
  return html`<li>${where}<br /><small>${what}${writeTime(stage, view)}${measured}</small></li>`
}

function writeTime({ from, until }: Stage, { language, zone, now }: PathView): string {
  const begin = writeDay(toDay(zone, from), language)
  const end = writeDay(toDay(zone, until ?? now), language)
  const days = Math.max(1, Math.round(((until ?? now) - from) / DAY))
  if (until === null) {
    return language === 'vi'
      ? `từ ${begin}, ${days} ngày đến nay`
      : `since ${begin}, ${days} days so far`
  }
  return language === 'vi' ? `${begin} – ${end}, ${days} ngày` : `${begin} – ${end}, ${days} days`
}

function writeTemperatures({ mean, min, max }: Temperatures, language: Language): Markup {
  const [middle, low, high] = [mean, min, max].map((value) => writeCelsius(value, language))
  return language === 'vi'
    ? html`<br />Nhiệt độ trung bình ${middle}, thấp nhất ${low}, cao nhất ${high}`
    : html`<br />Temperature ${middle} on average, lowest ${low}, highest ${high}`
}
