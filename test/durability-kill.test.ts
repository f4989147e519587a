import { setTimeout as delay } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { findFreePorts } from './free-ports.ts'
import {
  SERVICE_NAMES,
  startPlatform,
  type Platform,
  type ServiceName,
} from './platform-fixture.ts'
import { expectAllStored, startDevices } from './platform-numbers.ts'

const KILL_COUNT = Number(process.env['NGUON_TEST_KILLS'] ?? 5)
const DEVICE_COUNT = 6
/** Of one device; what reading everything back can take in time. */
const MESSAGES_PER_SECOND_MAX = 300
/** A restart waits ten seconds at most. */
const TIMEOUT = 60_000 + KILL_COUNT * 20_000

test(
  `ingest, gateway and api are killed ${KILL_COUNT} times each under load: every acknowledged reading is stored once`,
  { timeout: TIMEOUT },
  async () => {
    const [port = 0] = await findFreePorts(1)
    const limits = { NGUON_MESSAGES_PER_SECOND_MAX: String(MESSAGES_PER_SECOND_MAX) }
    const env = { NGUON_MQTT_PORT: String(port), ...limits }
    await using platform = await startPlatform({ env })
    const firstAt = Date.now() - 3_600_000
    const devices = await startDevices(platform, { port, count: DEVICE_COUNT, firstAt })
    await Promise.all(SERVICE_NAMES.map((service) => killAgainAndAgain(platform, service)))
    await Promise.all(devices.map((device) => device.stop()))
    await platform.untilDrained()

    let acknowledgedCount = 0
    let storedCount = 0
    for (const device of devices) {
      storedCount += await expectAllStored(platform, device, firstAt)
      acknowledgedCount += device.acknowledged.size
    }
    console.log(`${acknowledgedCount} acknowledged, ${storedCount} stored, all of them once`)
    expect(acknowledgedCount).toBeGreaterThan(KILL_COUNT * DEVICE_COUNT * 100)
  },
)

/** Each service at its own times, so that now one and now several are down. */
async function killAgainAndAgain(platform: Platform, service: ServiceName): Promise<void> {
  for (let kills = 0; kills < KILL_COUNT; kills++) {
    await delay(100 + Math.random() * 1_000)
    const { pid } = await platform.runFile(service)
    await platform.kill(service, 'SIGKILL')
    await platform.untilBack(service, pid)
  }
}
