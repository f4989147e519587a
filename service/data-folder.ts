import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { NguonError, toMessage } from '#domain/error.ts'

/** Whether the folder holds nothing yet (or does not exist). */
export async function isEmptyFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  return names.length === 0
}

export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new NguonError(
      'CONFIGURATION',
      `NGUON_DATA is '${folder}' (${toMessage(error)}); accepted is a folder that can be made or written to.`,
      { cause: error },
    )
  }
}

/** Takes the data folder for one platform: a second `nguon start` on the same folder is refused. */
export async function lockDataFolder(folder: string): Promise<AsyncDisposable> {
  await makeDataFolder(folder)
  return takeLock(path.join(folder, 'nguon'), `${folder} is in use by`)
}

/**
 * The same for a service of which a data folder has one, whoever started it. One before it that is about to end may be
 * waited for, `waitMs`; the process stands still meanwhile.
 */
export async function lockService(
  folder: string,
  service: string,
  waitMs: number,
): Promise<AsyncDisposable> {
  const run = path.join(folder, 'run')
  await makeDataFolder(run)
  return takeLock(path.join(run, service), `The ${service} of ${folder} already runs as`, waitMs)
}

/**
 * The operating system lets the lock go with the process, however that ends; the file `….pid` beside it only tells
 * people whose it is.
 */
async function takeLock(file: string, held: string, waitMs = 0): Promise<AsyncDisposable> {
  const pidFile = `${file}.pid`
  const lock = openLock(`${file}.lock`, waitMs)
  if (lock === undefined) {
    const pid = await readFile(pidFile, 'utf8').catch(() => '')
    throw new NguonError(
      'CONFIGURATION',
      `${held} process ${pid}. Stop that one first, or choose another NGUON_DATA.`,
    )
  }
  await writeFile(pidFile, String(process.pid))
  return {
    [Symbol.asyncDispose]: async () => {
      await rm(pidFile, { force: true })
      lock.close()
    },
  }
}

/** An empty database in a transaction that nobody may share: Node has no other lock that a crash releases. */
function openLock(file: string, waitMs: number): DatabaseSync | undefined {
  const lock = new DatabaseSync(file, { timeout: waitMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Error && /locked/.test(error.message)) return undefined
    throw error
  }
}
