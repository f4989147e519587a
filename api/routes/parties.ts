import type { Party } from '#domain/trace/party.ts'

import type { ApiOptions } from '../options.ts'
import type { App } from '../server.ts'
import { registerMasters } from '../trace/master-routes.ts'
import { partyFields, partyView } from '../trace/party-shape.ts'

/** Producers, suppliers, customers, carriers, laboratories. */
export function registerParties(app: App, { trace, timezone }: ApiOptions): void {
  registerMasters(app, {
    path: 'parties',
    one: 'party',
    example: 'phu-khuong',
    fields: partyFields,
    view: partyView,
    trace,
    masters: trace.parties,
    timezone,
    toMaster: (id, fields): Party => ({ id, ...fields }),
    toView: (party) => party,
    put: (change, party, by) => change.putParty(party, { at: Date.now(), by }),
  })
}
