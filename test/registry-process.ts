import { openSqliteRegistry } from '#store/registry/sqlite.ts'

/** One of several processes that open the same registry at once; prints the channels that it made or found. */
const [path = '', device = ''] = process.argv.slice(2)

await using registry = await openSqliteRegistry({ path })
try {
  await registry.devices.enrol({ id: device, name: device, model: null, enrolledAt: 1 })
} catch {
  // Another one was faster.
}
const ids: number[] = []
for (let index = 0; index < 50; index++) {
  const channel = await registry.channels.ensure(device, `temperature/${index}`, 'temperature')
  ids.push(channel.id)
}
console.log(JSON.stringify(ids))
