import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { onTestFinished } from 'vitest'

const run = promisify(execFile)

/** Makes the folder a disk of 3 MB until the test ends; false where this user may not. In CI nothing is left out: there it throws. */
export async function mountSmallDisk(folder: string): Promise<boolean> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder])
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    return false
  }
  onTestFinished(async () => void (await run('umount', ['-l', folder])))
  return true
}
