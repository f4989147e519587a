import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { z } from 'zod'

import { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

const contentSchema = z.object({
  /** The seed of what was simulated so far; another one would break the curves. */
  seed: z.number().nullable().default(null),
  /** Everything up to this instant was acknowledged. */
  simulatedUntil: z.number().nullable().default(null),
  secrets: z.record(z.string(), z.string()).default({}),
})
export type SimulatorContent = z.infer<typeof contentSchema>

/** What the simulator must remember: secrets of its devices (mode 0600) and how far it came. */
export interface SimulatorFile {
  readonly content: Readonly<SimulatorContent>
  secretOf(device: string): string | undefined
  keepSecret(device: string, secret: string): void
  keepProgress(seed: number, simulatedUntil: Instant): void
  /** On disk when it resolves; whole or not at all. */
  save(): Promise<void>
}

export async function openSimulatorFile(data: string, name: string): Promise<SimulatorFile> {
  const file = path.join(data, name)
  const content = await readContent(file)
  let saving = Promise.resolve()
  return {
    content,
    secretOf: (device) => content.secrets[device],
    keepSecret: (device, secret) => {
      content.secrets[device] = secret
    },
    keepProgress: (seed, simulatedUntil) => {
      Object.assign(content, { seed, simulatedUntil })
    },
    // One after the other: two writers of one temporary file would mix.
    save: () => (saving = saving.then(() => writeContent(file, content))),
  }
}

async function readContent(file: string): Promise<SimulatorContent> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  const parsed = contentSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new NguonError(
    'SIMULATOR_FILE',
    `${file} cannot be read: ${z.prettifyError(parsed.error)}. Delete it, and the simulator begins anew.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function writeContent(file: string, content: SimulatorContent): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify(content, null, 2), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
