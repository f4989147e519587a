import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { z } from 'zod'

/** What a running service says of itself in `$NGUON_DATA/run/<service>.json`, so that others find it. */
const runFileSchema = z.object({
  service: z.string(),
  /** For people: who reads this may be in another container, where the number means nothing. */
  pid: z.number(),
  startedAt: z.string(),
  /** Base address of its `/healthz` and `/metrics`. */
  statusUrl: z.string(),
  /** Where it is reached: `{ mqtt: 'mqtt://127.0.0.1:1883' }`. */
  addresses: z.record(z.string(), z.string()),
})
export type RunFile = z.infer<typeof runFileSchema>

/** Writes the file whole (rename) and removes it when disposed. */
export async function openRunFile(data: string, content: RunFile): Promise<AsyncDisposable> {
  const file = path.join(data, 'run', `${content.service}.json`)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify(content, null, 2))
  await rename(`${file}.new`, file)
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}

/** Every service that announced itself; one that was killed may still be listed, so ask its `/healthz`. */
export async function readRunFiles(data: string): Promise<RunFile[]> {
  const folder = path.join(data, 'run')
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.json')).toSorted()
  const contents = await Promise.all(files.map((name) => readRunFile(path.join(folder, name))))
  return contents.filter((content) => content !== undefined)
}

async function readRunFile(file: string): Promise<RunFile | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text === '') return undefined
  const parsed = runFileSchema.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : undefined
}
