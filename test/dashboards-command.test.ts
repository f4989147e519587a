import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { expect, test } from 'vitest'

import { BOARDS } from '#dashboards/boards.ts'

import { openDataFolder, runNguon } from './platform-command.ts'
import { startPlatform } from './platform-fixture.ts'

test('try reports each panel of a running platform, and fails when one does not answer', async () => {
  await using platform = await startPlatform()
  // An empty platform has no site to choose: the dashboards that need one have nothing to ask.
  const { code, stdout } = await runNguon(['dashboards', 'try', '--days', '1'], {
    NGUON_DATA: platform.data,
  })
  expect(stdout).toMatch(/PROBLEM {2}Overview of sites · State of every place: no rows/)
  expect(stdout).toMatch(/\d+ panels, \d+ queries, \d+ problems/)
  expect(code).toBe(1)
})

test.each([
  [['dashboards'], "'' is no command; accepted is one of build, push, try"],
  [['dashboards', 'try', '--days', 'many'], "--days is 'many'"],
  [['dashboards', 'try', '--engine', 'mysql'], 'accepted is one of influxdb, embedded'],
  [['dashboards', 'push'], 'push needs --grafana and --token-file'],
])('%j is refused with exit code 2', async (args, words) => {
  await using folder = await openDataFolder()
  const { code, stderr } = await runNguon(args, { NGUON_DATA: folder.data })
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
})

test('push sends every dashboard to its folder, and says what a refusal means', async () => {
  const asked: { target: string; body: { dashboard?: { uid: string }; folderUid?: string } }[] = []
  // No Grafana can be installed here: this answers as its HTTP API is documented to, and notes what it is asked.
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const isKnown = request.headers.authorization === 'Bearer right'
    asked.push({ target: request.url ?? '', body: await readJson(request) })
    const fine = request.url === '/api/folders' ? 409 : 200
    response.statusCode = isKnown ? fine : 401
    response.end(JSON.stringify(isKnown ? { url: '/d/x' } : { message: 'Invalid API key' }))
  }
  const server = createServer((request, response) => void answer(request, response)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-push-'))
  try {
    const push = async (token: string) => {
      await writeFile(path.join(folder, 'token'), token)
      const args = [
        '--grafana',
        `http://127.0.0.1:${port}`,
        '--token-file',
        path.join(folder, 'token'),
      ]
      return await runNguon(['dashboards', 'push', ...args], { NGUON_DATA: folder })
    }
    expect(await push('wrong')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('make a service account token'),
    })
    asked.length = 0
    const { code, stdout } = await push('right\n')
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 2 * BOARDS.length])
    const pushed = asked.filter(({ target }) => target === '/api/dashboards/db')
    expect(new Set(pushed.map(({ body }) => body.dashboard?.uid)).size).toBe(2 * BOARDS.length)
    expect(new Set(pushed.map(({ body }) => body.folderUid))).toEqual(
      new Set(['nguon-vi', 'nguon-en']),
    )
  } finally {
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
})

async function readJson(request: IncomingMessage) {
  return JSON.parse((await Array.fromAsync(request)).join(''))
}
