import { expect, test, vi } from 'vitest'

import { describeWithInfluxd } from './influxd-describe.ts'
import { startInfluxd, type Influxd } from './influxd.ts'
import { Platform } from './ingest-platform.ts'

const AT = Date.now() - 60_000

describeWithInfluxd('into a real influxd', () => {
  test('it is stopped and started again: nothing is lost, doubled or out of order', async () => {
    await using influxd = await startInfluxd()
    await using platform = await Platform.open({ influx: optionsOf(influxd) })
    await platform.publish({ time: AT, ph: 0 })
    await platform.drained()
    await influxd.stop()
    for (let i = 1; i < 100; i++) await platform.publish({ time: AT + i, ph: i % 14 })
    await untilInTrouble(platform, 'READINGS_UNAVAILABLE')
    // Of one instant the last value wins, also when both waited.
    await platform.publish({ time: AT + 100, ph: 1 })
    await platform.publish({ time: AT + 100, ph: 2 })
    await influxd.start()
    await platform.drained()
    const expected = Array.from({ length: 100 }, (_, i) => i % 14)
    expect(await platform.valuesOf('ph')).toEqual([...expected, 2])
    expect(await platform.health()).toMatchObject({ ok: true })
  })

  test('it is killed again and again while readings flow: each is stored once', async () => {
    await using influxd = await startInfluxd()
    await using platform = await Platform.open({ influx: optionsOf(influxd) })
    const count = 600
    for (let i = 0; i < count; i++) {
      await platform.publish({ time: AT + i, co2: i })
      if (i % 200 === 100) {
        await influxd.kill()
        await influxd.start()
      }
    }
    await platform.drained()
    expect(await platform.valuesOf('co2')).toEqual(Array.from({ length: count }, (_, i) => i))
  })

  test('it refuses the password: the place is kept and health says what to do', async () => {
    const admin = { user: 'nguon', password: 'right' }
    await using influxd = await startInfluxd({ admin })
    const influx = { ...optionsOf(influxd), ...admin, password: 'wrong' }
    await using platform = await Platform.open({ influx })
    await platform.publish({ time: AT, ph: 5 })
    await untilInTrouble(platform, 'READINGS_CONFIGURATION')
    expect(await platform.health()).toMatchObject({
      ok: false,
      detail: { journalDepth: 1, problem: expect.stringContaining('until somebody acts') },
    })
    expect(platform.logLines.filter(({ level }) => level >= 50)).toHaveLength(1)
    await influxd.run(`SET PASSWORD FOR "nguon" = 'wrong'`)
    await platform.drained()
  })

  test('it is down when the ingest closes: that ends, and the next one stores what waits', async () => {
    await using influxd = await startInfluxd()
    await influxd.stop()
    await using platform = await Platform.open({ influx: optionsOf(influxd) })
    await platform.publish({ time: AT, ph: 5 })
    await untilInTrouble(platform, 'READINGS_UNAVAILABLE')
    await platform.stop()
    await influxd.start()
    platform.start()
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([5])
  })
})

async function untilInTrouble(platform: Platform, code: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await platform.health()).toMatchObject({ ok: false, detail: { code } }),
    { timeout: 20_000 },
  )
}

function optionsOf({ url }: Influxd) {
  const nobody = { token: '', user: '', password: '' }
  return { url, version: 'auto', database: 'nguon', organization: 'nguon', ...nobody } as const
}
