import { html, type Markup } from './html.ts'
import type { Language } from './negotiate.ts'
import type { TemperaturePoint } from './temperatures.ts'
import { toDay, writeCelsius, writeDay } from './words.ts'

/** Near the width of a phone, so that letters keep their size. */
const WIDTH = 400
const HEIGHT = 190
const MARGIN = { left: 56, right: 8, top: 12, bottom: 28 }

interface Chart {
  readonly points: readonly TemperaturePoint[]
  readonly zone: string
  readonly language: Language
}

/** The mean as a line, from the lowest to the highest as a band. Points oldest first, at least one. */
export function drawChart({ points, zone, language }: Chart): Markup {
  const low = Math.floor(Math.min(...points.map(({ min }) => min)))
  const high = Math.max(low + 1, Math.ceil(Math.max(...points.map(({ max }) => max))))
  const [from, until] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  const x = scale([from, Math.max(until, from + 1)], [MARGIN.left, WIDTH - MARGIN.right])
  const y = scale([low, high], [HEIGHT - MARGIN.bottom, MARGIN.top])
  const top = points.map(({ at, max }) => `${x(at)},${y(max)}`)
  const bottom = points.toReversed().map(({ at, min }) => `${x(at)},${y(min)}`)
  const mean = points.map((point) => `${x(point.at)},${y(point.mean)}`)
  const title = language === 'vi' ? 'Nhiệt độ theo thời gian' : 'Temperature over time'
  const day = (at: number) => writeDay(toDay(zone, at), language)
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
    ${[low, (low + high) / 2, high].map((value) => drawLevel(y(value), writeCelsius(value, language)))}
    <polygon class="band" points="${[...top, ...bottom].join(' ')}" />
    <polyline class="mean" points="${mean.join(' ')}" />
    <text x="${MARGIN.left}" y="${HEIGHT - 8}">${day(from)}</text>
    <text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 8}" text-anchor="end">${day(until)}</text>
  </svg>`
}

function drawLevel(y: number, label: string): Markup {
  return html`<path class="grid" d="M${MARGIN.left} ${y}H${WIDTH - MARGIN.right}" /><text
      x="${MARGIN.left - 6}"
      y="${y + 4}"
      text-anchor="end"
      >${label}</text
    >`
}

/** One range onto the other, with one decimal. */
function scale([a, b]: readonly [number, number], [from, to]: readonly [number, number]) {
  return (value: number) => Math.round((from + ((value - a) / (b - a)) * (to - from)) * 10) / 10
}
