import { parseGln } from '#domain/gs1/identifiers.ts'
import type { Party } from '#domain/trace/party.ts'

import type { ApiOptions } from '../options.ts'
import type { App } from '../server.ts'
import { readKey } from '../trace/fields.ts'
import { registerMasters } from '../trace/master-routes.ts'
import { partyFields, partyView } from '../trace/party-shape.ts'

/** Producers, suppliers, customers, carriers, laboratories. */
export function registerParties(app: App, { trace, timezone }: ApiOptions): void {
  registerMasters(app, {
    path: 'parties',
    one: 'party',
    example: [
      'phu-khuong',
      { name: { vi: 'HTX Phú Khương', en: 'Phú Khương cooperative' }, roles: ['producer'] },
    ],
    fields: partyFields,
    view: partyView,
    trace,
    masters: trace.parties,
    timezone,
    toMaster: (id, fields): Party => ({ id, ...fields, gln: readKey(fields.gln, parseGln) }),
    toView: (party) => party,
    put: (change, party, by) => change.putParty(party, { at: Date.now(), by }),
  })
}
