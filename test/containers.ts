import { spawn, spawnSync } from 'node:child_process'
import { chmod, copyFile, mkdtemp, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import { type ComposeService, readComposeFile } from './compose-file.ts'
import { openSecretMaker, SECRETS } from './compose-secrets.ts'
import { findFreePorts } from './free-ports.ts'
import { type ImageFolder, mapValues } from './image-folder.ts'
import type { Env } from './platform-command.ts'
import { RunningProcess } from './running-process.ts'

/** The ports in docker-compose.yml of what we run here. */
const PORTS = ['1883', '8083', '8080', '9101', '9102']

type Compose = Awaited<ReturnType<typeof readComposeFile>>

interface Parts {
  readonly image: ImageFolder
  readonly compose: Compose
  /** Where the volumes are, by name. */
  readonly volumes: ReadonlyMap<string, string>
  /** Free ports of this machine, by those of the file. */
  readonly ports: ReadonlyMap<string, number>
  readonly secrets: string
  /** What cannot be as in the file on this machine. */
  readonly env: Env
}

/** Those of docker-compose.yml that run our image, as processes of this machine, each with fresh volumes and secrets. */
export class Containers implements AsyncDisposable {
  readonly #parts: Parts
  readonly #started = new AsyncDisposableStack()

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  static async open(image: ImageFolder, env: Env): Promise<Containers> {
    const compose = await readComposeFile()
    const names = new Set(compose.ours.map(([, one]) => toVolume(one)))
    const volumes = new Map<string, string>()
    for (const name of names) volumes.set(name, await image.openVolume(name))
    const free = await findFreePorts(PORTS.length)
    const ports = new Map(PORTS.map((port, i) => [port, free[i] ?? 0]))
    const secrets = await mountSecrets(image)
    return new Containers({ image, compose, volumes, ports, secrets, env })
  }

  secret(name: string): Promise<string> {
    return readFile(path.join(this.#parts.secrets, name), 'utf8')
  }

  /** What one service would ask another, as this machine has to. */
  toLocal(url: string): string {
    return this.#withPort(url).replace(/\/\/[a-z]+:/, '//localhost:')
  }

  /** Its command in its environment; `more` are arguments at the end. */
  start(name: string, more: readonly string[] = []): RunningProcess {
    const [file = '', ...args] = this.#parts.compose.service(name).command
    const child = spawn(file, [...args, ...more], this.#options(name))
    return this.#started.use(new RunningProcess(child))
  }

  /** What its health check ends with. */
  checkHealth(name: string): { readonly status: number | null; readonly stderr: string } {
    const [, file = '', ...args] = this.#parts.compose.service(name).healthcheck.test
    const local = args.map((arg) => this.#local(name, arg))
    const { status, stderr } = spawnSync(file, local, this.#options(name))
    return { status, stderr: String(stderr) }
  }

  #options(name: string) {
    const { compose, image, env } = this.#parts
    const given = mapValues(compose.service(name).environment, (value) => this.#local(name, value))
    const others = Object.entries(env).filter(([variable]) => variable in given)
    const whole = { ...image.env, ...given, ...Object.fromEntries(others) }
    return { cwd: image.app, ...image.user, env: whole }
  }

  /** A value of the file as this machine needs it: its hosts are one, its folders are elsewhere. */
  #local(name: string, value: string): string {
    const { compose, secrets, volumes } = this.#parts
    if (compose.services.some(([other]) => other === value)) return 'localhost'
    const volume = volumes.get(toVolume(compose.service(name))) ?? ''
    return this.#withPort(value)
      .replace(SECRETS, secrets)
      .replace(/^\/data(?=\/|$)/, volume)
  }

  #withPort(text: string): string {
    const { ports } = this.#parts
    return text.replace(/(?<=^|:)\d{4}(?=\/|$)/, (port) => String(ports.get(port) ?? port))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#started.disposeAsync()
  }
}

/** Each of ours has one. */
function toVolume({ volumes }: ComposeService): string {
  return volumes[0]?.split(':')[0] ?? ''
}

/** Docker mounts each file by itself, with the mode that it has; the folder it is in does not count. */
async function mountSecrets(image: ImageFolder): Promise<string> {
  const mounted = await mkdtemp(path.join(path.dirname(image.app), 'secrets-'))
  await chmod(mounted, 0o755)
  await using maker = await openSecretMaker()
  maker.run()
  for (const name of await readdir(maker.secrets)) {
    await copyFile(path.join(maker.secrets, name), path.join(mounted, name))
  }
  return mounted
}
