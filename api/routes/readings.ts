import { z } from 'zod'

import type { Text } from '#domain/text.ts'

import { answerRaw } from '../answer-raw.ts'
import { answerWindows } from '../answer-windows.ts'
import { chooseFormat } from '../format.ts'
import type { ApiOptions } from '../options.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { readingsParameters, type ReadingsRequest } from '../readings-request.ts'
import { readingShape, windowShape } from '../rows.ts'
import { EXPORT_MS_MAX, rowsOf, sendRows } from '../send-rows.ts'
import type { App } from '../server.ts'

const list = {
  operationId: 'listReadings',
  tags: ['readings'],
  summary: 'Readings of a device or a place: raw, or in windows',
  description: [
    'Name a `device`, a `place` or both; without `channel` all its channels come, one after the other.',
    'At a place a device counts for the time for which it was installed there.',
    'With `window` each window has count, min, max, mean and last; those without readings have count 0.',
    'Windows are aligned in `timezone`: days begin at local midnight and have 23 or 25 hours when clocks change.',
    'Example: `GET /api/v1/readings?device=vat-01&channel=temperature/top&window=1h`',
  ].join('\n\n'),
  querystring: readingsParameters,
  response: {
    200: rowsOf(z.union([readingShape, windowShape])),
    ...problemResponses('bad-request', 'not-found', 'not-acceptable'),
  },
}

export function registerReadings(app: App, options: ApiOptions): void {
  const route = { schema: list, handlerTimeout: EXPORT_MS_MAX }
  app.get('/api/v1/readings', route, async ({ query, headers }, reply) => {
    const chosen = chooseFormat(query.format, headers.accept)
    refuseContradictions(query, chosen)
    const answer = query.window === undefined ? answerRaw : answerWindows
    const body = await answer(options, query, chosen)
    return sendRows(reply, { format: chosen, name: 'readings' }, body)
  })
}

function refuseContradictions(query: ReadingsRequest, chosen: string): void {
  const isStream = chosen !== 'json'
  const meaningless = query.window !== undefined ? (['order', 'limit', 'after'] as const) : []
  const wrong = meaningless.find((name) => query[name] !== undefined)
  if (wrong !== undefined) {
    refuse({
      vi: `'${wrong}' đi cùng 'window'; các ô thời gian đến một lần, cũ nhất trước.`,
      en: `'${wrong}' is given with 'window'; windows come all at once, the oldest first.`,
    })
  }
  if (query.arrange === 'time' && (isStream || query.window === undefined)) {
    refuse({
      vi: "'arrange' là time; chỉ ô thời gian dạng json mới xếp được như vậy.",
      en: "'arrange' is time; only windows as json can be arranged so.",
    })
  }
  if (isStream && query.after !== undefined) {
    refuse({
      vi: `'after' đi cùng dạng ${chosen}, vốn được gửi trọn. Chỉ json mới chia trang.`,
      en: `'after' is given with format ${chosen}; it is streamed whole. Only json has pages.`,
    })
  }
}

function refuse({ vi, en }: Text): never {
  const detail = { vi: `Tham số ${vi}`, en: `Query parameter ${en}` }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}
