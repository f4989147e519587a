import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'

import { expect, test, vi } from 'vitest'

import { findFreePorts } from './free-ports.ts'
import { Command, openDataFolder, runNguon } from './platform-command.ts'

vi.setConfig({ testTimeout: 60_000 })

const COMMANDS = ['start', 'gateway', 'ingest', 'alarms', 'api', 'simulate']

test.each(COMMANDS)(
  'nguon %s: a wrong variable ends it with 2 before anything is opened, and says what is accepted',
  async (command) => {
    await using folder = await openDataFolder()
    const env = { NGUON_DATA: folder.data, NGUON_API_PORT: '99999', NGUON_INFLUX_VERSION: '4' }
    const { code, stderr } = await runNguon([command], env)
    expect(code).toBe(2)
    expect(stderr).toContain(
      "NGUON_API_PORT is '99999'; accepted is a whole number from 0 to 65535.",
    )
    expect(stderr).toContain("NGUON_INFLUX_VERSION is '4'; accepted is one of auto, 1, 2, 3.")
    expect(existsSync(folder.data)).toBe(false)
  },
)

test('a variable that does not exist is refused by name, and those that do are listed', async () => {
  await using folder = await openDataFolder()
  const env = { NGUON_DATA: folder.data, NGUON_TIMZONE: 'Asia/Ho_Chi_Minh' }
  const { code, stderr } = await runNguon(['start'], env)
  expect(code).toBe(2)
  expect(stderr).toMatch(/NGUON_TIMZONE is not a variable of Nguồn.*NGUON_TIMEZONE/)
  expect(existsSync(folder.data)).toBe(false)
})

test('an admin token that can be guessed is refused and not shown', async () => {
  await using folder = await openDataFolder()
  const env = { NGUON_DATA: folder.data, NGUON_ADMIN_TOKEN: 'hunter2' }
  const { code, stderr } = await runNguon(['start'], env)
  expect(code).toBe(2)
  expect(stderr).toContain('NGUON_ADMIN_TOKEN holds 7 characters; accepted is at least 16')
  expect(stderr).not.toContain('hunter2')
  expect(existsSync(folder.data)).toBe(false)
})

test.each(['start', 'gateway'])(
  'nguon %s: NGUON_DATA that is a file is refused',
  async (command) => {
    await using folder = await openDataFolder()
    await writeFile(folder.data, 'not a folder')
    const { code, stderr } = await runNguon([command], { NGUON_DATA: folder.data })
    expect(code).toBe(2)
    expect(stderr).toContain(`NGUON_DATA is '${folder.data}'`)
    expect(stderr).toContain('accepted is a folder')
  },
)

test('a key that cannot be read stops the whole start with 2', async () => {
  await using folder = await openDataFolder()
  const tls = { NGUON_TLS_KEY: '/nowhere/key.pem', NGUON_TLS_CERT: import.meta.filename }
  const { code, stderr } = await runNguon(['start'], { NGUON_DATA: folder.data, ...tls })
  expect(code).toBe(2)
  expect(stderr).toContain("NGUON_TLS_KEY is '/nowhere/key.pem'")
})

test.each([
  'NGUON_MQTT_PORT',
  'NGUON_WS_PORT',
  'NGUON_API_PORT',
  'NGUON_GATEWAY_STATUS_PORT',
  'NGUON_INGEST_STATUS_PORT',
  'NGUON_ALARMS_STATUS_PORT',
])(
  '%s is in use: the start says which port and which variable, and stops the others',
  async (name) => {
    await using folder = await openDataFolder()
    await using port = await occupyPort()
    const env = { NGUON_DATA: folder.data, [name]: port.text }
    const { code, stdout, stderr } = await runNguon(['start', '--no-demo'], env)
    expect(code).toBe(1)
    expect(stderr).toContain(
      `${name} is '${port.text}'; accepted is a port that no other program uses`,
    )
    const saying = (word: string) =>
      stdout.split('\n').filter((line) => line.includes(`"msg":"${word}"`))
    expect(saying('stopped')).toHaveLength(saying('ready').length)
    expect(stdout).not.toContain('is running')
  },
)

test('a host that is not of this machine is named with its variable', async () => {
  await using folder = await openDataFolder()
  const env = { NGUON_DATA: folder.data, NGUON_API_HOST: '192.0.2.1' }
  const { code, stderr } = await runNguon(['api'], env)
  expect(code).toBe(1)
  expect(stderr).toContain("NGUON_API_HOST is '192.0.2.1'; accepted is an address of this machine")
})

test('after a first start that failed the simulated sites still come', async () => {
  await using folder = await openDataFolder()
  const [free = 0] = await findFreePorts(1)
  const env = { NGUON_DATA: folder.data, NGUON_MQTT_PORT: String(free) }
  await using port = await occupyPort()
  expect((await runNguon(['start'], { ...env, NGUON_WS_PORT: port.text })).code).toBe(1)
  await using second = new Command(['start'], env)
  await second.untilSays('Mô phỏng')
  second.kill('SIGTERM')
  expect((await second.ended()).code).toBe(0)
})

test('a folder that holds something is left without simulated sites', async () => {
  await using folder = await openDataFolder()
  await mkdir(folder.data)
  await writeFile(path.join(folder.data, 'note.txt'), 'ours')
  await using command = new Command(['start'], { NGUON_DATA: folder.data })
  await command.untilSays('is running')
  command.kill('SIGTERM')
  await command.ended()
  expect(existsSync(path.join(folder.data, 'simulator.json'))).toBe(false)
})

/** A port that another program listens on. */
async function occupyPort() {
  const [port = 0] = await findFreePorts(1)
  const server = createServer().listen(port, '127.0.0.1')
  return {
    text: String(port),
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}
