import { spawnSync } from 'node:child_process'
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { ROOT } from './compose-file.ts'
import {
  readCopied,
  readFinal,
  readImageEnvironment,
  readProductionPackages,
} from './dockerfile.ts'

/** Whom a process is to run as; only root may choose, anybody else runs what is their own. */
export type User = { readonly uid: number; readonly gid: number } | Record<string, never>

/** What the image holds, in a folder of this machine. */
export interface ImageFolder extends AsyncDisposable {
  /** What is `/app` in the image. */
  readonly app: string
  readonly user: User
  readonly env: Readonly<Record<string, string>>
  /** An empty folder that the user owns, as a volume is at its first mount. */
  openVolume(name: string): Promise<string>
}

/** Does what the Dockerfile says: copies, installs (from this clone, so that no network is needed), compiles. */
export async function openImageFolder(): Promise<ImageFolder> {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-image-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  const app = path.join(folder, 'app')
  const user = await readUser()
  const openVolume = async (name: string) => {
    const volume = await mkdtemp(path.join(folder, `${name}-`))
    if (user.uid !== undefined) await chown(volume, user.uid, user.gid)
    return volume
  }
  const env = await readEnvironment(app, await copyNode(folder))
  await copyAll(app)
  await rename(await openVolume('cache'), path.join(app, '.cache'))
  const [, compile = ''] = await readFinal('RUN')
  run('sh', ['-c', compile.replace('/app', app)], { cwd: app, env, ...user })
  // As on a read-only root: nobody writes here, and whoever runs it may read everything.
  if (user.uid !== undefined) run('chown', ['-R', '0:0', app])
  run('chmod', ['-R', 'a+rX,a-w', app])
  opening.defer(() => void run('chmod', ['-R', 'u+w', app]))
  const resources = opening.move()
  return { app, user, env, openVolume, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** The Node of this clone may stand where only root may look. */
async function copyNode(folder: string): Promise<string> {
  const bin = path.join(folder, 'bin')
  await mkdir(bin)
  await copyFile(process.execPath, path.join(bin, 'node'))
  return bin
}

async function readEnvironment(app: string, bin: string): Promise<Record<string, string>> {
  const image = mapValues(await readImageEnvironment(), (value) => value.replace('/app', app))
  return { ...image, PATH: `${bin}:/usr/bin:/bin` }
}

async function readUser(): Promise<User> {
  const [uid = 0, gid = 0] = ((await readFinal('USER'))[0] ?? '').split(':').map(Number)
  return process.getuid?.() === 0 ? { uid, gid } : {}
}

async function copyAll(app: string): Promise<void> {
  const names = [...(await readCopied()), ...(await readProductionPackages())]
  for (const name of names) {
    const from = path.join(ROOT, name)
    // A package inside another is a name of its own, or left out.
    const filter = (source: string) => !path.relative(from, source).startsWith('node_modules')
    await cp(from, path.join(app, name), { recursive: true, filter })
  }
}

function run(file: string, args: readonly string[], options = {}): string {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', ...options })
  if (status === 0) return stdout
  throw new Error(`${file} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`)
}

export function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
