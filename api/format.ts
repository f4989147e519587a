import { z } from 'zod'

import { RequestProblem } from './problem.ts'

export const FORMATS = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
} as const
export type Format = keyof typeof FORMATS

const NAMES = Object.keys(FORMATS) as [Format, ...Format[]]

export const format = z
  .enum(NAMES, `one of ${NAMES.join(', ')}`)
  .optional()
  .meta({
    description:
      'json is paged; csv and ndjson are streamed whole. Without it the header Accept decides; json by default.',
    examples: ['csv'],
  })

/** What the client wants: `format` if it says so, else the best of its Accept header (RFC 9110 §12.5.1). */
export function chooseFormat(wanted: Format | undefined, accept = '*/*'): Format {
  if (wanted !== undefined) return wanted
  for (const range of parseAccept(accept)) {
    const match = NAMES.find((name) => isMatch(range, FORMATS[name]))
    if (match !== undefined) return match
  }
  const detail = {
    vi: `Header 'accept' là ${JSON.stringify(accept.slice(0, 100))}; phải là một trong ${Object.values(FORMATS).join(', ')}.`,
    en: `Header 'accept' is ${JSON.stringify(accept.slice(0, 100))}; accepted are ${Object.values(FORMATS).join(', ')}.`,
  }
  throw new RequestProblem('not-acceptable', 'NOT_ACCEPTABLE', detail)
}

/** Media ranges, the most wanted first; those with q=0 are not wanted. */
function parseAccept(accept: string): string[] {
  return accept
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { range, q: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q)
    .map(({ range }) => range)
}

function isMatch(range: string, type: string): boolean {
  return range === '*/*' || range === type || range === `${type.split('/')[0]}/*`
}
