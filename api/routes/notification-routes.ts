import { z } from 'zod'

import { formatDuration } from '#domain/duration.ts'
import type { NotificationRoute, Recipient } from '#domain/notification/route.ts'
import type { Text } from '#domain/text.ts'

import { parseAfter, routeFields } from '../notification-shape.ts'
import type { ApiOptions } from '../options.ts'
import { id } from '../parameters.ts'
import { FieldsProblem } from '../problem.ts'
import type { App } from '../server.ts'
import { checkNames } from '../setting-names.ts'
import { registerSettings } from '../setting-routes.ts'

const body = z.strictObject(routeFields, 'a JSON object')
const view = z
  .object({ id, ...routeFields })
  .meta({ description: 'Who is told of what. Every route that fits counts.' })

/** The table that says who is told of what. */
export function registerNotificationRoutes(app: App, { registry }: ApiOptions): void {
  registerSettings(app, {
    path: 'notification-routes',
    one: 'notification-route',
    example: 'ban-dem',
    body,
    view,
    settings: registry.routes,
    toSetting: async (routeId, fields) => {
      const route = toRoute(routeId, fields)
      const to = route.steps.flatMap((step) => step.to)
      const people = to.flatMap((one) => ('person' in one ? [one.person] : []))
      const rosters = to.flatMap((one) => ('roster' in one ? [one.roster] : []))
      const naming = { settings: registry, field: 'steps' }
      await checkNames('people', people, naming)
      await checkNames('rosters', rosters, naming)
      await checkNames('sites', route.sites, { settings: registry, field: 'sites' })
      return route
    },
    toView,
    // Nothing names a route.
    checkUnused: async () => {},
  })
}

function toRoute(routeId: string, fields: z.output<typeof body>): NotificationRoute {
  const steps = fields.steps.map(({ after, to }) => ({ after: parseAfter(after) ?? 0, to }))
  const wrong = steps.findIndex(({ after }, index) => after <= (steps[index - 1]?.after ?? -1))
  if (wrong > 0) {
    refuse(`steps.${wrong}.after`, {
      vi: 'không muộn hơn bước trước',
      en: 'is not later than that of the step before',
    })
  }
  if (fields.digestAt !== null && steps.length > 1) {
    refuse('digestAt', {
      vi: 'đi cùng nhiều bước; bản tin gộp chỉ có một bước',
      en: 'is given together with several steps; a digest has one step',
    })
  }
  return { id: routeId, ...fields, steps }
}

function refuse(name: string, what: Text): never {
  const detail = { vi: `Trường '${name}' ${what.vi}.`, en: `Field '${name}' ${what.en}.` }
  throw new FieldsProblem('REQUEST_INVALID', [{ in: 'body', name, detail }])
}

function toView(route: NotificationRoute): z.output<typeof view> {
  const { sites, placeKinds, priorities, weekdays, channels } = route
  return {
    ...route,
    sites: [...sites],
    placeKinds: [...placeKinds],
    priorities: [...priorities],
    weekdays: [...weekdays],
    channels: [...channels],
    steps: route.steps.map(({ after, to }) => ({
      after: after === 0 ? 'PT0S' : formatDuration(after),
      to: to.map((one): Recipient => one),
    })),
  }
}
