import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { BOARDS } from './boards.ts'
import { buildBoard } from './build-board.ts'
import { buildManifest } from './manifests/build-manifest.ts'
import { ENGINES, LANGUAGES } from './model.ts'
import { createProvisioning } from './provisioning.ts'

/** All that is generated, by path below the folder; the same source gives the same bytes. JSON is YAML too. */
export function generateFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const engine of ENGINES) {
    for (const [file, content] of createProvisioning(engine)) {
      files.set(`${engine}/${file}`, format(content))
    }
    for (const language of LANGUAGES) {
      for (const spec of BOARDS) {
        const edition = { language, engine }
        const place = `${language}/${spec.id}.json`
        files.set(`${engine}/dashboards/${place}`, format(buildBoard(spec, edition)))
        // Beside the folder that provisioning reads: it refuses v2 and says so at every look.
        files.set(`${engine}/manifests/${place}`, format(buildManifest(spec, edition)))
      }
    }
  }
  return files
}

/** Replaces the folder: nothing edited by hand lives there. Resolves with the number of files. */
export async function writeFiles(folder: string): Promise<number> {
  const files = generateFiles()
  await rm(folder, { recursive: true, force: true })
  for (const [file, text] of files) {
    const target = path.join(folder, file)
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target, text)
  }
  await openToAll(folder)
  return files.size
}

/** Grafana reads them as another user, and a command of ours writes for its own user alone. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  }
}

function format(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`
}
