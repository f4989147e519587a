import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { connectAsync } from 'mqtt'
import { expect, test } from 'vitest'
import { z } from 'zod'

import { MINUTE } from '#domain/time.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'

import { openBundleFolder, toList } from './evidence-bundle-fixture.ts'
import { openDataFolder, runNguon } from './platform-command.ts'
import { startPlatform } from './platform-fixture.ts'

/** Some ten processes are started, one after the other. */
const TIMEOUT = 2 * MINUTE

const keysShape = z.object({ items: z.array(z.object({ id: z.string() })) })

test(
  'what a device publishes is bundled with its proof, and examined elsewhere',
  { timeout: TIMEOUT },
  async () => {
    await using platform = await startPlatform()
    await using elsewhere = await openDataFolder()
    const password = await platform.enrol('vat-a')
    const url = (await platform.runFile('gateway')).addresses['mqtt'] ?? ''
    const device = await connectAsync(url, { username: 'vat-a', password, reconnectPeriod: 0 })
    for (let count = 0; count < 30; count++) {
      const payload = JSON.stringify({ temperature: 30 + count / 10, ph: 5.5 })
      await device.publishAsync('nguon/v1/vat-a/readings', payload, { qos: 1 })
    }
    await device.publishAsync('nguon/v1/vat-a/readings', '{"temperature":', { qos: 1 })
    await device.endAsync()
    await platform.untilDrained()

    const file = path.join(path.dirname(platform.data), 'vat-a.zip')
    const span = ['--device', 'vat-a', '--from', '2020-01-01', '--to', '2100-01-01T00:00:00+07:00']
    const made = await runNguon(['bundle', file, ...span], { NGUON_DATA: platform.data })
    expect([made.code, made.stderr]).toEqual([0, ''])

    const { items } = await platform.get('/api/v1/evidence/keys', keysShape)
    const env = { NGUON_DATA: elsewhere.data }
    const page = await runNguon(['verify', file, '--key', items[0]?.id ?? ''], env)
    expect([page.code, page.stdout]).toEqual([0, expect.stringContaining('mọi điều đều đúng')])
    expect(page.stdout).toContain('60 số đo đúng như thông điệp gốc')

    const bytes = await readFile(file)
    bytes[Math.floor(bytes.length / 3)] = (bytes[Math.floor(bytes.length / 3)] ?? 0) ^ 4
    await writeFile(file, bytes)
    const changed = await runNguon(['verify', file, '--lang', 'en'], env)
    expect([changed.code, changed.stdout]).toEqual([1, expect.stringContaining('DOES NOT HOLD')])
  },
)

test('archived messages become a journal again, under their sequences', async () => {
  await using folder = await openBundleFolder()
  const { archivedNumber } = folder.reader.progress('journal')
  expect(archivedNumber).toBeGreaterThan(50)
  const file = path.join(folder.data, 'restored.db')
  const { code, stdout } = await runNguon(['restore-archive', file], { NGUON_DATA: folder.data })
  expect([code, stdout]).toEqual([0, expect.stringContaining(`${archivedNumber} entries of`)])
  await using restored = await openSqliteJournal({ path: file })
  expect(await restored.read(0, 1_000)).toEqual(
    (await folder.journal.read(0, 1_000)).slice(0, archivedNumber),
  )
  const { breaks } = await restored.readSealed({ sequence: 0, seal: null })
  expect(breaks).toEqual([])
  expect(await toList(folder.source().records)).toHaveLength(6)
  const again = await runNguon(['restore-archive', file], { NGUON_DATA: folder.data })
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('holds entries')])
})

test.each([
  [['verify'], '0 files were given'],
  [['verify', 'a.zip', '--lang', 'fr'], "--lang is 'fr'; accepted are vi and en"],
  [['verify', 'a.zip', '--key', 'abc'], "--key is 'abc'"],
  [['bundle', 'a.zip'], 'neither --batch nor --device was given'],
  [['bundle', 'a.zip', '--device', 'x', '--from', 'yesterday'], "--from is 'yesterday'"],
  [['restore-archive'], '0 files were given'],
])('%j is refused with exit code 2', async (args, words) => {
  await using folder = await openDataFolder()
  const { code, stderr } = await runNguon(args, { NGUON_DATA: folder.data })
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
})

test('a file that is no bundle does not hold', async () => {
  await using folder = await openDataFolder()
  const { code, stdout } = await runNguon(['verify', import.meta.filename], {
    NGUON_DATA: folder.data,
  })
  expect([code, stdout]).toEqual([1, expect.stringContaining('không đọc được tệp zip')])
})
