import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'

import { afterEach, describe, expect, test, vi } from 'vitest'

import { DAY } from '#domain/time.ts'
import { requestTimeStamp, verifyTimeStamp } from '#trace/evidence/time-stamp.ts'

import { openEvidenceFolder, until, untilSigned } from './evidence-fixture.ts'
import { message } from './journal-message.ts'
import { openTimeStampAuthority, type KeyKind } from './time-stamp-authority.ts'

/** 23:59:30 in Hà Tĩnh. */
const BEFORE_MIDNIGHT = Date.parse('2026-11-24T16:59:30Z')

afterEach(() => {
  vi.useRealTimers()
})

function setClock(at: number): void {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(at)
}

describe('a day', () => {
  test("ends at the site's midnight with a head and a file of its entries", async () => {
    await using folder = await openEvidenceFolder()
    const { journal, archiveFolder } = folder
    using reader = folder.openReader()
    setClock(BEFORE_MIDNIGHT)
    await using _recorder = await folder.record()
    await journal.append([message(1, { receivedAt: BEFORE_MIDNIGHT })])
    await until(() => reader.lastHead('journal'))
    await journal.append([message(2, { receivedAt: BEFORE_MIDNIGHT + 1 })])
    await until(() => reader.progress('journal').size === 2)
    expect(reader.lastHead('journal')?.head).toMatchObject({ size: 1, archive: null })

    vi.setSystemTime(BEFORE_MIDNIGHT + 31_000)
    await until(() => reader.lastHead('journal')?.head.number === 2)
    expect(reader.lastHead('journal')?.head).toMatchObject({
      size: 2,
      at: '2026-11-24T17:00:01.000Z',
      archive: { name: '2026-11-24-000000000001.zst', firstSequence: 1, lastSequence: 2 },
    })
    expect(await readdir(archiveFolder)).toEqual(['2026-11-24-000000000001.zst'])
  })

  test('on which nothing came has a head too', async () => {
    await using folder = await openEvidenceFolder()
    using reader = folder.openReader()
    setClock(BEFORE_MIDNIGHT)
    await folder.journal.append([message(1)])
    await using _recorder = await folder.record()
    await until(() => reader.lastHead('journal'))
    vi.setSystemTime(BEFORE_MIDNIGHT + DAY)
    await until(() => reader.lastHead('journal')?.head.number === 2)
    vi.setSystemTime(BEFORE_MIDNIGHT + 2 * DAY)
    const last = await until(() => {
      const signed = reader.lastHead('journal')
      return signed?.head.number === 3 && signed
    })
    expect(last.head).toMatchObject({ size: 1, archive: null })
  })

  test('whose retention is over loses its file and keeps its head', async () => {
    await using folder = await openEvidenceFolder()
    const { journal, archiveFolder } = folder
    using reader = folder.openReader()
    setClock(BEFORE_MIDNIGHT)
    await using _recorder = await folder.record({ retention: 2 * DAY })
    for (let day = 0; day < 4; day++) {
      await journal.append([message(day, { receivedAt: BEFORE_MIDNIGHT + day * DAY })])
      await until(() => reader.progress('journal').size === day + 1)
      await until(() => (reader.lastHead('journal')?.head.number ?? 0) > day)
      vi.setSystemTime(BEFORE_MIDNIGHT + (day + 1) * DAY)
    }
    await until(() => reader.lastHead('journal')?.head.number === 5)
    await until(() => reader.archives(1, 9).length === 2)
    const names = reader.archives(1, 9).map(({ name }) => name)
    expect(names.map((name) => name.slice(0, 10))).toEqual(['2026-11-26', '2026-11-27'])
    expect(await readdir(archiveFolder)).toEqual(names)
    expect(reader.heads('journal', { after: 0, limit: 9 })).toHaveLength(5)
  })
})

describe('a time-stamp authority', () => {
  test.each<KeyKind>(['ec', 'rsa'])('with a key of kind %s stamps the last head', async (kind) => {
    await using authority = await openTimeStampAuthority(kind)
    await using folder = await openEvidenceFolder()
    using reader = folder.openReader()
    await folder.journal.append([message(1)])
    await using _recorder = await folder.record({ timeStampUrl: authority.url })
    await untilSigned(reader, folder.journal)
    const signed = await until(() => {
      const last = reader.lastHead('journal')
      return last !== undefined && last.timeStamp !== null && last
    })
    const { at, certificate } = verifyTimeStamp(signed.timeStamp ?? Buffer.of(), signed.body)
    expect(Math.abs(at - Date.now())).toBeLessThan(60_000)
    expect(certificate.subject).toBe('CN=A time-stamp authority for tests')
    expect(() => verifyTimeStamp(signed.timeStamp ?? Buffer.of(), `${signed.body} `)).toThrow(
      'not over this head',
    )
    await verifyWithOpenssl(authority, signed)
  })

  test('that does not answer rightly is refused with what it said', async () => {
    const server = createServer((_request, response) => response.writeHead(503).end()).listen(0)
    try {
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : 0
      const url = `http://127.0.0.1:${port}/`
      await expect(requestTimeStamp(url, 'x')).rejects.toThrow(`${url} answered 503`)
    } finally {
      server.close()
    }
    await expect(requestTimeStamp('http://127.0.0.1:1/', 'x')).rejects.toThrow('cannot be reached')
  })
})

/** Another program says the same of the same bytes. */
async function verifyWithOpenssl(
  { folder, openssl }: Awaited<ReturnType<typeof openTimeStampAuthority>>,
  signed: { readonly body: string; readonly timeStamp: Uint8Array | null },
): Promise<void> {
  await writeFile(path.join(folder, 'head.json'), signed.body)
  await writeFile(path.join(folder, 'head.tsr'), signed.timeStamp ?? Buffer.of())
  const files = ['-data', 'head.json', '-in', 'head.tsr', '-CAfile', 'tsa.pem']
  const { stdout, stderr } = await openssl('ts', '-verify', ...files)
  expect(stdout + stderr).toContain('Verification: OK')
}
