import { z } from 'zod'

import { quantityOfChannel } from '#domain/channel.ts'
import { CONDITION_NAMES, CONDITION_STATES } from '#domain/condition.ts'
import { PLACE_KINDS } from '#domain/place.ts'

import { compareKeys, keyOf, readConditions, type PlaceCondition } from '../conditions.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { channelName, deviceName, placeName, siteName } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { formatOptional, instant, text } from '../shapes.ts'

const conditionShape = z
  .object({
    place: placeName,
    site: siteName,
    kind: z.enum(PLACE_KINDS),
    name: text,
    state: z.enum(CONDITION_STATES),
    stateName: text,
    device: deviceName.nullable(),
    channel: channelName.nullable(),
    value: z.number().nullable(),
    unit: z
      .string()
      .nullable()
      .meta({ description: 'UCUM code.', examples: ['Cel'] }),
    response: text.nullable().meta({ description: 'What to do when it is not good.' }),
    measuredAt: instant.nullable().meta({ description: 'The newest reading of the place.' }),
  })
  .meta({ description: 'How a place is now, and the channel that makes it so.' })

/** The last place of the page before. A place whose state changes in between may be missed or come twice. */
const cursorShape = z.object({ state: z.enum(CONDITION_STATES), place: z.string() })

const list = {
  operationId: 'listConditions',
  tags: ['places'],
  summary: 'How every place is now, the worst first',
  description: [
    'The newest readings of what stands there, against the limits of that kind of place. `silent`: a channel has missed three of',
    'its intervals (an hour, where its interval is not known).',
    '\n\nExample: `GET /api/v1/conditions?site=phu-khuong`',
  ].join(' '),
  querystring: z.strictObject({ site: siteName.optional(), ...pageParameters }),
  response: { 200: pageOf(conditionShape), ...problemResponses('bad-request', 'not-found') },
}

export function registerConditions(app: App, options: ApiOptions): void {
  app.get('/api/v1/conditions', { schema: list }, async ({ query }) => {
    const { site, timezone: zone = options.timezone } = query
    if (site !== undefined) requireFound(await options.registry.sites.get(site), 'site', site)
    const { after, limit } = toPageQuery(query, cursorShape)
    const all = await readConditions(options, site, Date.now())
    const rest = all.filter((one) => after === undefined || compareKeys(keyOf(one), after) > 0)
    const { items, next } = toPage(rest.slice(0, limit), limit, keyOf)
    return { items: items.map((one) => toView(one, zone)), next }
  })
}

function toView(
  { place, state, worst, measuredAt }: PlaceCondition,
  zone: string,
): z.output<typeof conditionShape> {
  const { id, site, kind, name } = place
  const quantity = worst && quantityOfChannel(worst.channel)
  return {
    place: id,
    site,
    kind,
    name,
    state,
    stateName: CONDITION_NAMES[state],
    device: worst?.device ?? null,
    channel: worst?.channel ?? null,
    value: worst?.value ?? null,
    unit: quantity?.unit ?? null,
    response: (state === 'good' ? undefined : worst?.limit?.response) ?? null,
    measuredAt: formatOptional(zone, measuredAt ?? null),
  }
}
