import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { NguonError } from '#domain/error.ts'

/** Whether the folder holds nothing yet (or does not exist). */
export async function isEmptyFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  return names.length === 0
}

/**
 * Takes the data folder for one platform: a second `nguon start` on the same folder is refused. A lock left by a
 * process that no longer runs is taken over.
 */
export async function lockDataFolder(folder: string): Promise<AsyncDisposable> {
  const file = path.join(folder, 'nguon.pid')
  await mkdir(folder, { recursive: true })
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'))
  if (isRunning(pid)) {
    throw new NguonError(
      'CONFIGURATION',
      `${folder} is in use by process ${pid}. Stop that one first, or choose another NGUON_DATA.`,
    )
  }
  await writeFile(file, String(process.pid))
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
