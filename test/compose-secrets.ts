import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { type ComposeService, ROOT } from './compose-file.ts'

/** Where Docker mounts the secrets of a container. */
export const SECRETS = '/run/secrets'
const SCRIPT = 'containers/make-secrets.sh'

/** The secrets that a service's environment, and the files that it mounts, point to. */
export async function readSecretNames(service: ComposeService): Promise<string[]> {
  const texts = [...Object.values(service.environment), ...(await readMounted(service))]
  const found = texts.flatMap((text) =>
    [...text.matchAll(/\/run\/secrets\/([\w-]+)/g)].map(([, name = '']) => name),
  )
  return [...new Set(found)].toSorted()
}

/** The texts of the files of this repository that a service mounts. */
export async function readMounted({ volumes }: ComposeService): Promise<string[]> {
  const sources = volumes.map((text) => text.split(':')[0] ?? '')
  const files = sources
    .filter((source) => source.startsWith('./'))
    .flatMap((source) => listFiles(path.join(ROOT, source)))
  return Promise.all(files.map((file) => readFile(file, 'utf8')))
}

function listFiles(source: string): string[] {
  const inside = globSync('**/*.{yaml,yml,json}', { cwd: source })
  return inside.length === 0 ? [source] : inside.map((name) => path.join(source, name))
}

/** A folder like a fresh clone in which the script makes secrets, gone at the end. */
export async function openSecretMaker() {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-secrets-'))
  await cp(path.join(ROOT, SCRIPT), path.join(folder, SCRIPT))
  return {
    secrets: path.join(folder, 'secrets'),
    run: () => {
      const { status, stdout, stderr } = spawnSync(path.join(folder, SCRIPT), { encoding: 'utf8' })
      return { status, stdout, stderr }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
