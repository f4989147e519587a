import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'

import { expect, test } from 'vitest'
import { z } from 'zod'

const NGUON = path.resolve(import.meta.dirname, '../nguon.ts')
const readyShape = z.object({ ready: z.string(), addresses: z.object({ api: z.string() }) })

/** The API as a process of its own, on an empty data folder. */
async function startApi(env: Record<string, string> = {}) {
  const data = await mkdtemp(path.join(tmpdir(), 'nguon-api-process-'))
  const child = spawn(process.execPath, [NGUON, 'api'], {
    env: { PATH: process.env['PATH'], NGUON_DATA: data, NGUON_API_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  if (child.stdout === null || child.stderr === null) throw new Error('no output')
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  return {
    child,
    data,
    output,
    untilReady: async () => readyShape.parse((await once(child, 'message'))[0]).addresses.api,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
      await rm(data, { recursive: true, force: true })
    },
  }
}

test('the first start makes the token, listens on loopback, serves, and ends in order on SIGTERM', async () => {
  await using api = await startApi()
  const url = await api.untilReady()
  expect(new URL(url).hostname).toBe('127.0.0.1')
  const token = (await readFile(path.join(api.data, 'admin-token'), 'utf8')).trim()
  expect((await stat(path.join(api.data, 'admin-token'))).mode & 0o777).toBe(0o600)

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ id: 'vat-01' })
  const made = await fetch(`${url}/api/v1/devices`, { method: 'POST', headers, body })
  expect(made.status).toBe(201)
  const run = JSON.parse(await readFile(path.join(api.data, 'run', 'api.json'), 'utf8')) as {
    statusUrl: string
    addresses: { api: string }
  }
  expect(run.addresses.api).toBe(url)
  const health = await fetch(`${run.statusUrl}/healthz`)
  expect([health.status, ((await health.json()) as { ok: boolean }).ok]).toEqual([200, true])
  expect((await fetch(`${url}/healthz`)).status).toBe(503)

  api.child.kill('SIGTERM')
  const [code] = (await once(api.child, 'exit')) as [number]
  expect(code).toBe(0)
  const [log, errors] = await api.output
  expect(log).not.toContain(token)
  expect(errors).toBe('')
  await expect(stat(path.join(api.data, 'run', 'api.json'))).rejects.toThrow('ENOENT')
})

test('a token that is too short stops the start with a sentence and exit code 2', async () => {
  await using api = await startApi({ NGUON_ADMIN_TOKEN: 'short' })
  const [code] = (await once(api.child, 'exit')) as [number]
  expect(code).toBe(2)
  expect((await api.output)[1]).toContain('NGUON_ADMIN_TOKEN holds 5 characters')
})
