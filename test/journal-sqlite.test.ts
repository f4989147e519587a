import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { describe, expect, onTestFinished, test } from 'vitest'

import type { Entry, Journal } from '#store/journal/contract.ts'
import { FrameEncoder } from '#store/journal/frame.ts'
import { FIRST_SEAL, sealCommit } from '#store/journal/seal.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'

import { testJournal } from './contracts/journal.ts'
import { damageBatch } from './journal-damage.ts'
import { message } from './journal-message.ts'
import { mountSmallDisk } from './small-disk.ts'

const APPEND_FOREVER = fileURLToPath(import.meta.resolve('./journal-append-forever.ts'))
const APPEND_UNTIL_REFUSED = fileURLToPath(import.meta.resolve('./journal-append-until-refused.ts'))
/** Runs a program to its end. */
const run = promisify(execFile)

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-journal-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const paths = new WeakMap<Journal, string>()

testJournal('SQLite', {
  async open({ beside, ...options } = {}) {
    const path = (beside && paths.get(beside)) ?? join(await makeFolder(), 'journal.db')
    const journal = await openSqliteJournal({ path, ...options })
    paths.set(journal, path)
    return journal
  },
})

describe('opening', () => {
  test('a missing folder is named', async () => {
    const path = join(await makeFolder(), 'nowhere', 'journal.db')
    await expect(openSqliteJournal({ path })).rejects.toMatchObject({
      code: 'JOURNAL_OPEN',
      retry: false,
      message: expect.stringContaining('nowhere does not exist; create it'),
    })
  })

  test('a file that is no database is refused and left alone', async () => {
    const path = join(await makeFolder(), 'journal.db')
    await writeFile(path, 'Dear diary,\n'.repeat(100))
    await expect(openSqliteJournal({ path })).rejects.toMatchObject({
      code: 'JOURNAL_OPEN',
      message: expect.stringContaining('is not a SQLite database'),
    })
    expect(await readFile(path, 'utf8')).toBe('Dear diary,\n'.repeat(100))
  })

  test('a folder in place of the file is refused', async () => {
    const path = join(await makeFolder(), 'journal.db')
    await mkdir(path)
    await expect(openSqliteJournal({ path })).rejects.toMatchObject({ code: 'JOURNAL_OPEN' })
  })

  test("another program's database and a newer journal are refused", async () => {
    const path = join(await makeFolder(), 'journal.db')
    using database = new DatabaseSync(path)
    database.exec('CREATE TABLE song (title)')
    await expect(openSqliteJournal({ path })).rejects.toThrow('database of another program')
    const newer = join(await makeFolder(), 'journal.db')
    await (await openSqliteJournal({ path: newer }))[Symbol.asyncDispose]()
    using changed = new DatabaseSync(newer)
    changed.exec('PRAGMA user_version = 9')
    await expect(openSqliteJournal({ path: newer })).rejects.toThrow(
      'install the version that wrote it',
    )
  })

  test('a file that may not be written is refused', async () => {
    const folder = await makeFolder()
    await chmod(folder, 0o755)
    const path = join(folder, 'journal.db')
    await writeFile(path, '', { mode: 0o444 })
    using _ = becomeUnprivileged()
    await expect(openSqliteJournal({ path })).rejects.toThrow('must be allowed to write')
  })
})

/** Root may write everything, so root becomes nobody (65534) until disposed. */
function becomeUnprivileged(): Disposable {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  return { [Symbol.dispose]: () => isRoot && process.seteuid?.(0) }
}

test('a second appender is found out and takes nothing', async () => {
  const path = join(await makeFolder(), 'journal.db')
  await using first = await openSqliteJournal({ path })
  await using second = await openSqliteJournal({ path })
  await first.append([message(1)])
  await second.append([message(2)])
  await expect(first.append([message(3)])).rejects.toMatchObject({ code: 'JOURNAL_SHARED' })
  expect((await first.status()).lastSequence).toBe(2)
})

test('a damaged batch is found out and named, the others are read', async () => {
  const path = join(await makeFolder(), 'journal.db')
  await using journal = await openSqliteJournal({ path })
  for (const number of [1, 2, 3]) await journal.append([message(number), message(number)])
  damageBatch(path, 3)
  expect(await journal.read(0, 10), 'what stands before it').toHaveLength(2)
  await expect(journal.read(2, 10)).rejects.toMatchObject({
    code: 'JOURNAL_CORRUPT',
    retry: false,
    firstSequence: 3,
    lastSequence: 4,
    message: expect.stringContaining('entries 3 to 4'),
  })
  expect(await journal.read(4, 10)).toHaveLength(2)
  damageBatch(path, 5)
  expect(await journal.read(6, 10), 'behind the last').toEqual([])
})

describe('a disk that takes no more', () => {
  test('a full disk refuses the batch whole and takes it when there is room', async ({ skip }) => {
    const folder = await makeFolder()
    if (!(await mountSmallDisk(folder))) skip('only root mounts a small disk')
    const ballast = join(folder, 'ballast')
    await writeFile(ballast, Buffer.alloc(1_000_000))
    await using journal = await openSqliteJournal({ path: join(folder, 'journal.db') })
    const taken = await appendUntilRefused(journal)
    expect(taken.error).toMatchObject({ code: 'JOURNAL_DISK', retry: true })
    expect((await journal.status()).lastSequence).toBe(taken.count)
    await rm(ballast)
    expect(await journal.append([message(1)])).toBe(taken.count + 1)
    expect(await journal.read(0, 1_000)).toHaveLength(taken.count + 1)
  })

  test('an I/O error refuses the batch whole and the process goes on', async () => {
    const path = join(await makeFolder(), 'journal.db')
    // A file of more than 400 blocks of 1 kB is an I/O error for this process.
    const { stdout } = await run('bash', [
      '-c',
      `ulimit -f 400; exec "$0" "$@"`,
      process.execPath,
      APPEND_UNTIL_REFUSED,
      path,
    ])
    const { code, count } = JSON.parse(stdout)
    expect(code).toBe('JOURNAL_IO')
    await using journal = await openSqliteJournal({ path })
    expect((await journal.status()).lastSequence).toBe(count)
    expect(await journal.append([message(1)])).toBe(count + 1)
  })
})

async function appendUntilRefused(journal: Journal) {
  const entry = message(1, { payload: Buffer.alloc(10_000, 1) })
  for (let count = 0; ; count++) {
    try {
      await journal.append([entry])
    } catch (error) {
      return { count, error }
    }
  }
}

const STRACE = '/usr/bin/strace'
const isLeftOut = !existsSync(STRACE) && process.env['CI'] !== 'true'
const why = isLeftOut ? ` (left out: ${STRACE} is not installed)` : ''

test.skipIf(isLeftOut)(
  `every batch is synced to disk before it is acknowledged${why}`,
  async () => {
    const folder = await makeFolder()
    const trace = join(folder, 'trace')
    const options = ['-f', '-e', 'trace=fdatasync,fsync,write', '-o', trace]
    const program = [process.execPath, APPEND_FOREVER, join(folder, 'journal.db'), '20']
    await run(STRACE, [...options, ...program])
    const calls = await readFile(trace, 'utf8')
    const beforeEach = calls.split(/ write\(1, "\d+\\n"/).slice(0, -1)
    expect(beforeEach).toHaveLength(20)
    for (const part of beforeEach) expect(part).toMatch(/ (fdatasync|fsync)\(/)
  },
)

test('kill -9 of an appending process loses nothing that was acknowledged and leaves whole batches', async () => {
  const path = join(await makeFolder(), 'journal.db')
  let acknowledged = 0
  for (let round = 0; round < 5; round++) {
    acknowledged = await appendAndKill(path, 50 + Math.random() * 200)
    await using journal = await openSqliteJournal({ path })
    const { lastSequence } = await journal.status()
    expect(lastSequence).toBeGreaterThanOrEqual(acknowledged)
    expect(lastSequence % 7, 'a batch of 7 is whole').toBe(0)
    expect((await journal.read(lastSequence - 7, 100)).map((entry) => entry.sequence)).toHaveLength(
      7,
    )
  }
  expect(acknowledged).toBeGreaterThan(0)
  expect((await stat(path)).size).toBeGreaterThan(0)
})

/** The last sequence that the process said was on disk before it was killed. */
async function appendAndKill(path: string, afterMs: number): Promise<number> {
  const appender = spawn(process.execPath, [APPEND_FOREVER, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  appender.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await once(appender.stdout, 'data')
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  appender.kill('SIGKILL')
  await once(appender, 'close')
  return Number(output.split('\n').at(-2))
}

describe('seals', () => {
  const START_PLACE = { sequence: 0, seal: null }

  test('a commit that was rewritten, checksum and all seals behind it, is found at the next one', async () => {
    const path = join(await makeFolder(), 'journal.db')
    await using journal = await openSqliteJournal({ path })
    await journal.append([message(1)])
    await journal.append([message(2)])
    rewriteJournal(path, [message(1, { payload: Buffer.from('{"temperature":4}') }), message(2)])
    expect(await journal.readSealed(START_PLACE)).toMatchObject({ breaks: [] })
    await journal.append([message(3)])
    expect(await journal.readSealed(START_PLACE)).toMatchObject({ breaks: [3] })
  })

  test('a journal of version 1 is taken over, and sealed from its next commit on', async () => {
    const path = join(await makeFolder(), 'journal.db')
    {
      await using journal = await openSqliteJournal({ path })
      await journal.append([message(1)])
    }
    toVersionOne(path)
    await using journal = await openSqliteJournal({ path })
    const old = await journal.readSealed(START_PLACE)
    expect(old).toMatchObject({ place: { sequence: 1, seal: null }, breaks: [] })
    await journal.append([message(2)])
    await journal.append([message(3)])
    const { place, breaks } = await journal.readSealed(old.place)
    expect(place.seal).toHaveLength(32)
    expect(breaks).toEqual([])
  })
})

/** What somebody does who can write the file and knows how it is made. */
function rewriteJournal(path: string, entries: readonly Entry[]): void {
  using database = new DatabaseSync(path)
  let seal = FIRST_SEAL
  for (const [index, entry] of entries.entries()) {
    const frame = new FrameEncoder().encode([entry])
    seal = sealCommit(seal, index + 1, frame)
    database
      .prepare('UPDATE batch SET bytes = ?, seal = ? WHERE first_sequence = ?')
      .run(frame, seal, index + 1)
  }
}

function toVersionOne(path: string): void {
  using database = new DatabaseSync(path)
  database.exec(
    'ALTER TABLE batch DROP COLUMN seal; ALTER TABLE trimmed DROP COLUMN seal; PRAGMA user_version = 1',
  )
}
