import { setTimeout as delay } from 'node:timers/promises'

import { MINUTE } from '#domain/time.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

/** Another process that watches: the first channel is hot and in order by turns, and each time is a transaction. */
const [path = '', rounds = '1', pause = '0'] = process.argv.slice(2)

await using registry = await openSqliteRegistry({ path })
const [limit] = await registry.limits.list({ at: Date.now(), limit: 1 })
const [channel] = await registry.channels.list({ limit: 1 })
if (limit === undefined || channel === undefined) throw new Error('nothing is watched')

const { alarms } = registry
let at = Date.now()
for (let round = 0; round < Number(rounds); round++) {
  const seen = { limit, channel, place: 'vat-0' }
  await alarms.observe([{ ...seen, at, level: 2, value: 51 }])
  at += MINUTE
  await alarms.observe([{ ...seen, at, level: 0, value: 40 }])
  at += 20 * MINUTE
  await delay(Number(pause))
}
console.log(await alarms.newestEvent())
