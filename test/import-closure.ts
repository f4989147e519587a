import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { ROOT } from './compose-file.ts'

/** The formatter puts a static import's end at the start of a line; worker threads are named by their URL. */
const IMPORTED =
  /^(?:(?:import|export|\}) [^'\n]*from |import )'([^']+)'|\bimport\(\s*'([^']+)'|new URL\('([^']+\.ts)', import\.meta\.url\)/gm

export interface Imports {
  /** Paths from the root of this repository. */
  readonly files: readonly string[]
  readonly packages: readonly string[]
}

/** Everything that the files import, at once or later, and what that imports. */
export async function findImports(entries: readonly string[]): Promise<Imports> {
  const files = new Set(entries)
  const packages = new Set<string>()
  // A set that grows while it is walked is walked to its end.
  for (const file of files) {
    const text = await readFile(path.join(ROOT, file), 'utf8')
    for (const [, atOnce, later, named] of text.matchAll(IMPORTED)) {
      const target = atOnce ?? later ?? `./${named}`
      if (/^[#.]/.test(target)) files.add(toPath(file, target))
      else if (!target.startsWith('node:')) packages.add(toPackage(target))
    }
  }
  return { files: [...files], packages: [...packages] }
}

function toPath(from: string, target: string): string {
  return target.startsWith('#') ? target.slice(1) : path.join(path.dirname(from), target)
}

function toPackage(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}
