import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'

import { describe, expect, onTestFinished, test } from 'vitest'

import type { Registry } from '#store/registry/contract.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { registryContract } from './contracts/registry.ts'
import { enrol, PHU_KHUONG, rejection } from './contracts/registry/fixture.ts'
import { mountSmallDisk } from './small-disk.ts'

async function makePath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-registry-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'registry.db')
}

const paths = new WeakMap<Registry, string>()

registryContract('SQLite', async ({ beside, ...options } = {}) => {
  const path = (beside && paths.get(beside)) ?? (await makePath())
  const registry = await openSqliteRegistry({ path, ...options })
  paths.set(registry, path)
  return registry
})

describe('the SQLite file', () => {
  test('is opened by several processes at once, and they agree', async () => {
    const path = await makePath()
    const program = join(import.meta.dirname, 'registry-process.ts')
    const runs = await Promise.all(
      Array.from({ length: 5 }, () =>
        promisify(execFile)(process.execPath, [program, path, 'probe-1']),
      ),
    )
    const [first, ...others] = runs.map(({ stdout }) => stdout)
    expect(new Set(JSON.parse(first ?? '[]')).size).toBe(50)
    for (const other of others) expect(other).toBe(first)
  })

  test('remembers after it was closed', async () => {
    const path = await makePath()
    {
      await using registry = await openSqliteRegistry({ path })
      await registry.sites.create(PHU_KHUONG)
    }
    await using registry = await openSqliteRegistry({ path })
    expect(await registry.sites.list({ limit: 10 })).toEqual([PHU_KHUONG])
  })

  test('holds no secret', async () => {
    const path = await makePath()
    await using registry = await openSqliteRegistry({ path })
    const secret = await enrol(registry, 'probe-1')
    const written = (await readFile(path, 'latin1')) + (await readFile(`${path}-wal`, 'latin1'))
    expect(written).toContain('probe-1')
    expect(written).not.toContain(secret.slice('ngn_'.length))
  })

  test('that another process writes for too long is busy: reads go on, writes may be tried again', async () => {
    const path = await makePath()
    await using registry = await openSqliteRegistry({ path, busyMsMax: 100 })
    await enrol(registry, 'probe-1')
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    try {
      expect(await registry.devices.list({ limit: 1 })).toHaveLength(1)
      const busy = { code: 'REGISTRY_BUSY', retry: true }
      await expect(registry.sites.create(PHU_KHUONG)).rejects.toMatchObject(busy)
      await expect(registry.devices.rotate('probe-1')).rejects.toMatchObject(busy)
    } finally {
      other.close()
    }
    await registry.devices.rotate('probe-1')
    await registry.sites.create(PHU_KHUONG)
  })

  test('on a full disk says so, keeps what it has and goes on when there is room', async ({
    skip,
  }) => {
    const path = await makePath()
    const folder = dirname(path)
    if (!(await mountSmallDisk(folder))) skip('only root mounts a small disk')
    await using registry = await openSqliteRegistry({ path })
    await enrol(registry, 'probe-1')
    const ballast = join(folder, 'ballast')
    await writeFile(ballast, Buffer.alloc(1_500_000))
    const large = Array.from({ length: 40 }, (_, index) =>
      rejection(index + 1, { payload: Buffer.alloc(60_000, index) }),
    )
    await expect(registry.rejections.add(large)).rejects.toMatchObject({
      code: 'REGISTRY_DISK',
      retry: true,
      message: expect.stringContaining('full'),
    })
    expect(await registry.devices.list({ limit: 9 })).toHaveLength(1)
    await rm(ballast)
    await registry.rejections.add(large.slice(0, 5))
    expect(await registry.rejections.list({ limit: 9 })).toHaveLength(5)
  })

  test('of a newer version, of something else or in no folder is refused by name', async () => {
    const path = await makePath()
    await (await openSqliteRegistry({ path }))[Symbol.asyncDispose]()
    const newer = new DatabaseSync(path)
    newer.exec(`insert into kysely_migration (name, timestamp) values ('999-later', '2030')`)
    newer.close()
    await expect(openSqliteRegistry({ path })).rejects.toMatchObject({
      code: 'REGISTRY_MIGRATION',
      message: expect.stringContaining('999-later'),
    })
    const text = `${path}.txt`
    await writeFile(text, 'not a database '.repeat(100))
    await expect(openSqliteRegistry({ path: text })).rejects.toMatchObject({
      code: 'REGISTRY_OPEN',
      message: expect.stringContaining(text),
    })
    await expect(openSqliteRegistry({ path: join(path, 'x') })).rejects.toMatchObject({
      code: 'REGISTRY_OPEN',
      message: expect.stringContaining(join(path, 'x')),
    })
  })
})
