import { open, rename } from 'node:fs/promises'
import path from 'node:path'

/**
 * Puts a text in the place of a file, for the owner only (mode 0600). When this resolves it is on disk; a power cut before that
 * leaves the file as it was. One at a time for the same file.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.new`
  await using opened = await open(draft, 'w', 0o600)
  await opened.chmod(0o600)
  await opened.writeFile(text)
  await opened.sync()
  await rename(draft, file)
  await syncFolder(path.dirname(file))
}

/** The new name is on disk when the folder is; Windows cannot open folders and does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using opened = await open(folder, 'r')
  await opened.sync()
}
