import { z } from 'zod'

import { findAddressFlaw } from '#domain/notification/address.ts'
import type { Person } from '#domain/notification/person.ts'

import { personFields, personName } from '../notification-shape.ts'
import type { ApiOptions } from '../options.ts'
import { FieldsProblem } from '../problem.ts'
import type { App } from '../server.ts'
import { checkUnused } from '../setting-names.ts'
import { registerSettings } from '../setting-routes.ts'

const body = z.strictObject(personFields, 'a JSON object')
const view = z
  .object({ id: personName, ...personFields, timezone: z.string() })
  .meta({ description: 'Somebody who is told of alarms.' })

/** Who can be told. */
export function registerPeople(app: App, { registry, timezone }: ApiOptions): void {
  registerSettings(app, {
    path: 'people',
    one: 'person',
    example: 'lan',
    body,
    view,
    settings: registry.people,
    toSetting: async (id, fields): Promise<Person> => {
      checkAddresses(fields.addresses)
      return { id, ...fields, timezone: fields.timezone ?? timezone }
    },
    toView: ({ addresses, ...person }) => ({ ...person, addresses: [...addresses] }),
    checkUnused: (person) => checkUnused(registry, { person }),
  })
}

function checkAddresses(addresses: z.output<typeof body>['addresses']): void {
  const errors = addresses.flatMap(({ channel, address }, index) => {
    const flaw = findAddressFlaw(channel, address)
    if (flaw === undefined) return []
    const name = `addresses.${index}.address`
    const received = JSON.stringify(address.slice(0, 100))
    const detail = {
      vi: `Trường '${name}' là ${received}; phải là ${flaw.vi}.`,
      en: `Field '${name}' is ${received}; accepted is ${flaw.en}.`,
    }
    return [{ in: 'body' as const, name, detail }]
  })
  if (errors.length > 0) throw new FieldsProblem('REQUEST_INVALID', errors)
}
