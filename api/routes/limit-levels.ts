import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'
import { formatInstant } from '#domain/zone.ts'
import type { LimitVersion } from '#store/registry/contract-alarms.ts'
import { listAll } from '#store/registry/list-all.ts'

import { toLimitView } from '../limit-view.ts'
import type { ApiOptions } from '../options.ts'
import { id, placeKinds, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { instant, text } from '../shapes.ts'
import { zoneOf } from '../zone-of.ts'

const levelShape = z
  .object({
    limit: id,
    version: z.number().int(),
    name: text,
    channels: z.string().meta({ description: 'Separated by commas.' }),
    measure: z.string().meta({ examples: ['value'] }),
    over: z
      .string()
      .nullable()
      .meta({ description: 'Its window.', examples: ['P1D'] }),
    side: z.enum(['low', 'high']),
    sideName: text,
    bound: z.number(),
    unit: z.string().meta({ description: 'UCUM code.', examples: ['Cel'] }),
    priority: z.enum(PRIORITIES),
    onDelay: z.string().meta({ examples: ['PT30M'] }),
    validFrom: instant,
    approvedBy: z.string(),
    response: text,
  })
  .meta({ description: 'One level of a limit.' })
type LevelRow = z.output<typeof levelShape>

const SIDE_NAMES = {
  low: { vi: 'Không dưới', en: 'Not below' },
  high: { vi: 'Không quá', en: 'Not above' },
} as const

const list = {
  operationId: 'listLimitLevels',
  tags: ['alarms'],
  summary: 'The levels of the limits in force now, a row each',
  description: [
    'For a table: what `/api/v1/limits` tells, flat.',
    'Example: `GET /api/v1/limit-levels?placeKind=vat`',
  ].join('\n\n'),
  querystring: z.strictObject({ placeKind: placeKinds.optional(), timezone }),
  response: {
    200: z.object({ items: z.array(levelShape) }).meta({ description: 'All levels.' }),
    ...problemResponses('bad-request'),
  },
}

export function registerLimitLevels(app: App, options: ApiOptions): void {
  const { limits } = options.registry
  app.get('/api/v1/limit-levels', { schema: list }, async ({ query }) => {
    const at = Date.now()
    const all = listAll<string, LimitVersion & { readonly id: string }>(async (page) => {
      const found = await limits.list({ ...page, at })
      return found.map((one) => Object.assign(one, { id: one.limit.id }))
    })
    const items: LevelRow[] = []
    for await (const version of all) {
      const kinds = query.placeKind ?? version.limit.placeKinds
      const isWanted = version.limit.placeKinds.some((kind) => kinds.includes(kind))
      if (isWanted) items.push(...toRows(version, zoneOf(options, query)))
    }
    return { items }
  })
}

function toRows({ limit, version, validFrom, approvedBy }: LimitVersion, zone: string): LevelRow[] {
  const { id: name, side, levels, measure, unit, channels, response, ...told } = toLimitView(limit)
  const row = {
    limit: name,
    version,
    name: told.name,
    channels: channels.join(', '),
    measure: measure.kind,
    over: measure.over ?? null,
    side,
    sideName: SIDE_NAMES[side],
    unit,
    validFrom: formatInstant(zone, validFrom),
    approvedBy,
    response,
  }
  return levels.map((level) => Object.assign({}, row, level))
}
