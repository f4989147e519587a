import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { expect, test, vi } from 'vitest'

import { readRunFiles } from '#service/run-file.ts'

import { Command, isRunning, openDataFolder, runNguon, untilEnded } from './platform-command.ts'
import {
  SERVICE_NAMES,
  startPlatform,
  type Platform,
  type ServiceName,
} from './platform-fixture.ts'

// Several platforms one after the other, on a machine that has other work.
vi.setConfig({ testTimeout: 90_000 })

test('it says where everything is, and the token that opens the API', async () => {
  await using platform = await startPlatform()
  const { stdout } = platform.command
  const [, api = '', token = ''] = /api +(http\S+)[^]*admin token +(\S+)/.exec(stdout) ?? []
  const ask = (headers: Record<string, string>) => fetch(`${api}/devices`, { headers })
  expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200)
  expect((await ask({})).status).toBe(401)
  expect(await platform.health()).toMatchObject({ status: 200, ok: true })
})

test('SIGTERM stops everything in reverse order and leaves no process and no run file', async () => {
  await using platform = await startPlatform({ env: { NGUON_LOG_LEVEL: 'info' } })
  const pids = await platform.pids()
  expect(pids).toHaveLength(SERVICE_NAMES.length)
  const { code, stdout, stderr } = await platform.stop()
  expect([code, stderr]).toEqual([0, ''])
  const stopped = stdout.matchAll(/"name":"(\w+)","msg":"stopped"/g)
  expect(Array.from(stopped, ([, name]) => name)).toEqual(SERVICE_NAMES.toReversed())
  expect(pids.filter(isRunning)).toEqual([])
  expect(await readRunFiles(platform.data)).toEqual([])
  expect(await readdir(platform.data)).not.toContain('nguon.pid')
})

test('the second SIGINT ends at once what does not stop', async () => {
  await using platform = await startPlatform()
  const pids = await platform.pids()
  const { pid } = await platform.runFile('api')
  process.kill(pid, 'SIGSTOP')
  platform.command.kill('SIGINT')
  await delay(300)
  expect(platform.command.runs).toBe(true)
  platform.command.kill('SIGINT')
  await platform.command.ended()
  expect(pids.filter(isRunning)).toEqual([])
})

test('a signal while it starts ends it, whatever it was about to do', async () => {
  await using folder = await openDataFolder()
  for (const wait of [100, 300, 600, 900]) {
    await using command = new Command(['start'], { NGUON_DATA: folder.data })
    await delay(wait)
    command.kill('SIGTERM')
    const { stdout } = await command.ended()
    expect(stdout).not.toContain('undefined')
    expect(await readRunFiles(folder.data)).toEqual([])
  }
})

test('its services end when it is killed while they start', async () => {
  await using folder = await openDataFolder()
  for (const wait of [250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000, 2_250, 2_500]) {
    await using command = new Command(['start'], { NGUON_DATA: folder.data })
    await delay(wait)
    command.kill('SIGKILL')
    // Its output ends with the last of them.
    const { stderr } = await command.ended()
    expect(stderr, `after ${wait} ms`).toBe('')
    expect(await readRunFiles(folder.data), `after ${wait} ms`).toEqual([])
  }
})

test('its services end when it is killed, and the folder can be used again', async () => {
  await using folder = await openDataFolder()
  await using platform = await startPlatform({ data: folder.data })
  const pids = await platform.pids()
  platform.command.kill('SIGKILL')
  await Promise.all(pids.map(untilEnded))
  expect(await readRunFiles(folder.data)).toEqual([])
  expect(platform.command.stderr).toBe('')
  // As after a power cut, when another program has got the number.
  await writeFile(path.join(folder.data, 'nguon.pid'), String(process.pid))
  await using again = await startPlatform({ data: folder.data })
  expect((await again.health()).status).toBe(200)
})

test('killed, it can be started again at once: its new services wait for the old ones', async () => {
  await using folder = await openDataFolder()
  await using platform = await startPlatform({ data: folder.data })
  const { pid } = await platform.runFile('gateway')
  // It cannot end before it goes on.
  process.kill(pid, 'SIGSTOP')
  platform.command.kill('SIGKILL')
  setTimeout(() => process.kill(pid, 'SIGCONT'), 2_000)
  await using again = await startPlatform({ data: folder.data })
  expect((await again.health()).status).toBe(200)
})

test('of platforms on one folder only the first runs', async () => {
  await using folder = await openDataFolder()
  await using first = await startPlatform({ data: folder.data })
  const { code, stderr } = await runNguon(['start'], { NGUON_DATA: folder.data })
  expect(code).toBe(2)
  expect(stderr).toContain(`${folder.data} is in use by process ${first.command.pid}`)
  expect((await first.health()).status).toBe(200)
})

test('a killed service is restarted, later each time, and /healthz tells', async () => {
  await using platform = await startPlatform()
  for (const [falls, wait] of [500, 1_000].entries()) {
    await expectRestart(platform, 'gateway')
    expect(restarts(platform)).toHaveLength(falls + 1)
    expect(restarts(platform)[falls]).toMatchObject({ service: 'gateway', signal: 'SIGKILL', wait })
  }
  await expectRestart(platform, 'ingest')
})

async function expectRestart(platform: Platform, service: ServiceName): Promise<void> {
  const { pid } = await platform.runFile(service)
  await platform.kill(service, 'SIGKILL')
  expect(await platform.health()).toMatchObject({
    status: 503,
    parts: { [service]: { ok: false, detail: { problem: expect.stringContaining(service) } } },
  })
  await platform.untilBack(service, pid)
  const look = async () => expect((await platform.health()).status).toBe(200)
  await vi.waitFor(look, { timeout: 10_000, interval: 50 })
}

function restarts({ command }: Platform): unknown[] {
  const lines = command.stdout
    .split('\n')
    .filter((line) => line.includes('service ended, restarting'))
  return lines.map((line) => JSON.parse(line))
}
