import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test, vi } from 'vitest'
import { z } from 'zod'

import { DAY, SECOND } from '#domain/time.ts'
import { readRunFiles } from '#service/run-file.ts'
import { createFleet } from '#simulators/fleet.ts'

import { openFolder } from './simulators-fixture.ts'

const COMMAND = fileURLToPath(new URL('../nguon.ts', import.meta.url))
const START_MAX = 30 * SECOND

/** `nguon <args>` as a process of its own. */
function runNguon(data: string, args: readonly string[]) {
  const env = { ...process.env, NGUON_DATA: data, NGUON_LOG_LEVEL: 'warn' }
  const ports = { NGUON_MQTT_PORT: '0', NGUON_WS_PORT: '0', NGUON_API_PORT: '0' }
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...env, ...ports } })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const exited = once(child, 'exit')
  const ended = async () => {
    const [code] = await exited
    return { code: code as number | null, output }
  }
  return {
    ended,
    output: () => output,
    stop: () => {
      child.kill('SIGINT')
      return ended()
    },
  }
}

async function openPlatform() {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await openFolder())
  const platform = runNguon(folder.path, ['start', '--no-demo'])
  opening.defer(async () => void (await platform.stop()))
  const isUp = async () =>
    (await readRunFiles(folder.path)).some(({ service }) => service === 'api')
  await vi.waitUntil(isUp, { timeout: START_MAX, interval: 100 })
  const { addresses = {} } =
    (await readRunFiles(folder.path)).find(({ service }) => service === 'api') ?? {}
  const token = (await readFile(path.join(folder.path, 'admin-token'), 'utf8')).trim()
  const get = async <T>(target: string, shape: z.ZodType<T>): Promise<T> => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${addresses['api']}/api/v1${target}`, { headers })
    return shape.parse(await response.json())
  }
  const resources = opening.move()
  return { data: folder.path, get, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

const rejected = z.object({ items: z.array(z.object({ device: z.string(), code: z.string() })) })
const readings = z.object({
  items: z.array(z.object({ measuredAt: z.string(), value: z.number() })),
})

test(
  'history goes through the real gateway and ingest whole; running again adds only what is new',
  { timeout: 120_000 },
  async () => {
    await using platform = await openPlatform()
    const args = [
      'simulate',
      '--history',
      '2d',
      '--until-caught-up',
      '--fault',
      'nan-text:pk-vat-02:-1d:1h',
    ]
    const first = await runNguon(platform.data, args).ended()
    expect(first.output).toContain('100 %')
    expect(first.code).toBe(0)

    const kept = JSON.parse(await readFile(path.join(platform.data, 'simulator.json'), 'utf8')) as {
      simulatedUntil: number
    }
    const from = kept.simulatedUntil - 2 * DAY
    const vat = createFleet(1).find(({ id }) => id === 'pk-vat-07')
    const expected = Array.from(
      vat?.source(from, kept.simulatedUntil) ?? [],
      ({ time, values }) => [time, values['temperature/top']],
    )
    const span = `from=${new Date(from).toISOString()}&until=${new Date(kept.simulatedUntil + 1).toISOString()}`
    const target = `/readings?device=pk-vat-07&channel=${encodeURIComponent('temperature/top')}&${span}&limit=1000`
    const stored = await platform.get(target, readings)
    expect(stored.items.map(({ measuredAt, value }) => [Date.parse(measuredAt), value])).toEqual(
      expected,
    )

    // Only the fault was rejected.
    const rejections = await platform.get('/rejections?limit=1000', rejected)
    expect(new Set(rejections.items.map(({ device, code }) => `${device} ${code}`))).toEqual(
      new Set(['pk-vat-02 not-a-number']),
    )

    const again = await runNguon(platform.data, ['simulate', '--no-live']).ended()
    const filled =
      /filling \d+ seconds[^]*all is sent; ingest still has \d+ entries to work through\n$/
    expect(again).toMatchObject({ code: 0, output: expect.stringMatching(filled) })
  },
)

test('goes on live until it is told to stop, and ends with 0', { timeout: 60_000 }, async () => {
  await using platform = await openPlatform()
  const simulator = runNguon(platform.data, ['simulate', '--history', '1h'])
  await vi.waitUntil(() => simulator.output().includes('live'), { timeout: 30_000 })
  expect((await simulator.stop()).code).toBe(0)
})

test('loads the gateway and reports that nothing was lost', { timeout: 60_000 }, async () => {
  await using platform = await openPlatform()
  const args = [
    'simulate',
    '--devices',
    '10',
    '--rate',
    '200',
    '--seconds',
    '1',
    '--connections',
    '20',
  ]
  const { code, output } = await runNguon(platform.data, args).ended()
  expect(output).toMatch(/sent +200 [^]*acknowledged +200\nlost +0/)
  expect(code).toBe(0)
})

test('without a platform it says what to do; wrong arguments end with 2', async () => {
  await using folder = await openFolder()
  const lonely = await runNguon(folder.path, ['simulate']).ended()
  expect(lonely).toMatchObject({
    code: 1,
    output: expect.stringContaining('Start it (nguon start)'),
  })
  const wrong = await runNguon(folder.path, ['simulate', '--history', 'ever']).ended()
  expect(wrong).toMatchObject({ code: 2, output: expect.stringContaining("'ever'; accepted") })
})
