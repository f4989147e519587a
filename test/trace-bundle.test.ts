import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { connectAsync } from 'mqtt'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { MINUTE } from '#domain/time.ts'

import { openDataFolder, runNguon } from './platform-command.ts'
import { startPlatform, type Platform } from './platform-fixture.ts'

/** Some ten processes are started, one after the other. */
const TIMEOUT = 2 * MINUTE

const keysShape = z.object({ items: z.array(z.object({ id: z.string() })) })

async function send(platform: Platform, method: string, target: string, body: object) {
  const init = { method, body: JSON.stringify(body) }
  const answer = await platform.ask(`/api/v1/${target}`, init)
  if (!answer.ok) throw new Error(`${target}: ${await answer.text()}`)
}

/** Fish that becomes a vat and then a draw, with a probe in the vat. */
async function makeDraw(platform: Platform): Promise<void> {
  const name = { vi: 'Tên', en: 'Name' }
  await send(platform, 'POST', 'sites', { id: 'phu-khuong', name })
  await send(platform, 'POST', 'places', { id: 'be-07', site: 'phu-khuong', kind: 'vat', name })
  const by = { recordedBy: 'Lan' }
  await send(platform, 'PUT', 'parties/tau-ca', { ...by, name, roles: ['supplier'] })
  for (const [id, kind] of Object.entries({
    ca: 'raw-material',
    chuop: 'intermediate',
    cot: 'intermediate',
  })) {
    await send(platform, 'PUT', `products/${id}`, { ...by, class: kind, name })
  }
  const record = (kind: string, at: string, body: object) =>
    send(platform, 'POST', 'operations', { ...by, kind, at, ...body })
  const made = (item: string, product: string, value: number, unit = 'kg') => {
    return { role: 'output', item, amount: { value, unit }, create: { product } }
  }
  await record('fish-received', '2026-01-02', {
    from: 'tau-ca',
    details: { species: 'cá cơm' },
    items: [made('ca-1', 'ca', 300)],
  })
  await record('salting', '2026-01-03', {
    place: 'be-07',
    items: [
      { role: 'input', item: 'ca-1', amount: { value: 300, unit: 'kg' } },
      made('chuop-07', 'chuop', 300),
    ],
  })
  await record('drawing', '2026-10-03', {
    details: { order: 1 },
    items: [{ role: 'input', item: 'chuop-07' }, made('cot-1', 'cot', 100, 'L')],
  })
}

test(
  'the story of a batch is bundled with its proof, and what is changed in it is named',
  { timeout: TIMEOUT },
  async () => {
    await using platform = await startPlatform()
    await using elsewhere = await openDataFolder()
    await makeDraw(platform)
    const password = await platform.enrol('vat-a')
    await send(platform, 'POST', 'installations', {
      device: 'vat-a',
      place: 'be-07',
      from: '2026-01-01',
    })
    const url = (await platform.runFile('gateway')).addresses['mqtt'] ?? ''
    const device = await connectAsync(url, { username: 'vat-a', password, reconnectPeriod: 0 })
    for (let count = 0; count < 20; count++) {
      const payload = JSON.stringify({ temperature: 30 + count / 10 })
      await device.publishAsync('nguon/v1/vat-a/readings', payload, { qos: 1 })
    }
    await device.endAsync()
    await platform.untilDrained()

    const file = path.join(path.dirname(platform.data), 'cot-1.zip')
    const env = { NGUON_DATA: platform.data }
    const made = await runNguon(['bundle', file, '--batch', 'cot-1'], env)
    expect([made.code, made.stderr]).toEqual([0, ''])
    const { items } = await platform.get('/api/v1/evidence/keys', keysShape)
    const there = { NGUON_DATA: elsewhere.data }
    const page = await runNguon(
      ['verify', file, '--key', items[0]?.id ?? '', '--lang', 'en'],
      there,
    )
    expect([page.code, page.stdout]).toEqual([0, expect.stringContaining('20 readings')])
    expect(page.stdout).toContain('records and 3 events are in the log')

    const bytes = await readFile(file)
    bytes[Math.floor(bytes.length / 3)] = (bytes[Math.floor(bytes.length / 3)] ?? 0) ^ 4
    await writeFile(file, bytes)
    expect(await runNguon(['verify', file, '--lang', 'en'], there)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('DOES NOT HOLD'),
    })
    const unknown = await runNguon(['bundle', file, '--batch', 'nowhere'], env)
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('no batch or unit')])
  },
)
