import { MINUTE } from '#domain/time.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

/** One of several processes that watch the same channels at once, each at its own pace. */
const [path = '', pace = '0'] = process.argv.slice(2)
const STEP_COUNT = 60

await using registry = await openSqliteRegistry({ path })
const channels = (await registry.channels.ofDevice('probe-1')) ?? []
const [limit] = await registry.limits.versions('vat-hot')
if (limit === undefined) throw new Error('no limit')
const start = limit.validFrom

for (let step = 0; step < STEP_COUNT; step++) {
  const at = start + step * MINUTE
  const due = await registry.alarms.listDue(at, 100)
  await registry.alarms.advance(due.map(({ id }) => ({ id, until: at })))
  const observations = channels.map((channel, index) => {
    const level = Math.floor((step + 7 * index) / 9) % 3
    return { limit, channel, place: 'vat-1', at, level, value: 40 + 5 * level }
  })
  await registry.alarms.observe(observations)
  await new Promise((resolve) => setTimeout(resolve, Math.random() * Number(pace)))
}
