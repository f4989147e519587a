import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND, type Instant } from '#domain/time.ts'
import { toInstant } from '#domain/zone.ts'
import { readConfiguration, type Configuration } from '#service/configuration.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'
import { openSqliteTrace } from '#store/trace/sqlite.ts'

import type { DecodeEntries } from './evidence/bundle/decoded-value.ts'
import { writeBundle } from './evidence/bundle/write-bundle.ts'
import { collectBatch } from './evidence/collect-batch.ts'
import { collectDevice } from './evidence/collect-device.ts'
import type { DeviceSpan } from './evidence/collect-spans.ts'
import { LOG_NAMES, openEvidenceReader, type EvidenceReader } from './evidence/evidence-reader.ts'
import { openSigningKey } from './evidence/signing-key.ts'

const HELP = `nguon bundle <file.zip> --batch <id>
nguon bundle <file.zip> --device <id> --from <time> --to <time>

Writes the story of a batch, or what a device said of a time, with the proof that nothing was changed, to a file that "nguon verify" examines anywhere.

  --batch <id>    the batch or SSCC: all that was recorded of it and of what it came from, and what was measured where these were
  --device <id>   the device
  --from, --to    a day (2026-11-24, midnight in NGUON_TIMEZONE) or RFC 3339 (2026-11-24T07:00:00+07:00); --to is exclusive
  -h, --help      this text

The data folder is that of NGUON_DATA; where it runs, a tree head is signed first.
`

/** The ingest signs a head within seconds after it was wished for. */
const HEAD_MS_MAX = 20 * SECOND
const LOOK_EVERY = SECOND / 4

type Question = { readonly file: string } & (DeviceSpan | { readonly batch: string })

/** `nguon bundle`. Who starts it brings what the ingest makes of raw entries. */
export async function main(
  args: readonly string[],
  createDecoder: () => DecodeEntries,
): Promise<void> {
  try {
    const { values, positionals } = parse(args)
    if (values.help === true) return void process.stdout.write(HELP)
    const configuration = readConfiguration(process.env)
    const question = toQuestion(values, positionals, configuration.timezone)
    await write(configuration, question, createDecoder)
    process.stdout.write(`${question.file}\n`)
  } catch (error) {
    const isWrongUse = !(error instanceof NguonError) || error.code === 'CONFIGURATION'
    process.stderr.write(`nguon bundle: ${toMessage(error)}\n${isWrongUse ? `\n${HELP}` : ''}`)
    process.exitCode = isWrongUse ? 2 : 1
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      batch: { type: 'string' },
      device: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
}

function toQuestion(
  { batch, device, from, to }: ReturnType<typeof parse>['values'],
  [file]: readonly string[],
  zone: string,
): Question {
  if (file === undefined) throw new Error('no file was given')
  if (batch !== undefined) return { file, batch }
  if (device === undefined) throw new Error('neither --batch nor --device was given')
  const question = {
    file,
    device,
    from: toTime('--from', from, zone),
    to: toTime('--to', to, zone),
  }
  if (question.from < question.to) return question
  throw new Error(`--from is ${from} and --to is ${to}; accepted is an earlier one first`)
}

function toTime(name: string, text: string | undefined, zone: string): Instant {
  const day = /^\d{4}-\d\d-\d\d$/.test(text ?? '')
  const at = Date.parse(day ? `${text}T00:00:00Z` : (text ?? ''))
  const isTime = day || /(Z|[+-]\d\d:\d\d)$/.test(text ?? '')
  if (!Number.isNaN(at) && isTime) return day ? toInstant(zone, at) : at
  throw new Error(`${name} is '${text ?? ''}'; accepted is a day or RFC 3339 with an offset`)
}

async function write(
  configuration: Configuration,
  question: Question,
  createDecoder: () => DecodeEntries,
): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const { evidence, journal: journalOptions, registryPath, data } = configuration
  const journal = resources.use(await openSqliteJournal(journalOptions))
  const registry = resources.use(await openSqliteRegistry({ path: registryPath }))
  const reader = resources.use(openEvidenceReader(evidence.path))
  const key = await openSigningKey(path.join(data, 'credentials'))
  await signNow(reader)
  const raw = { journal, reader, archiveFolder: evidence.archiveFolder }
  const trace = resources.use(await openSqliteTrace({ path: configuration.tracePath }))
  const sources = { raw, registry, trace, createDecoder }
  const source =
    'batch' in question
      ? await collectBatch(sources, question.batch, Date.now())
      : await collectDevice(sources, question)
  if (source === undefined) {
    throw new NguonError('REGISTRY_NOT_FOUND', 'there is no batch or unit of this name')
  }
  await writeBundle(question.file, source, { reader, key, at: Date.now() })
}

/** Without a running ingest nobody signs: then what is covered already must do. */
async function signNow(reader: EvidenceReader): Promise<void> {
  for (const log of LOG_NAMES) reader.wish(log, Date.now())
  const end = Date.now() + HEAD_MS_MAX
  while (reader.wishes().size > 0 && Date.now() < end) await sleep(LOOK_EVERY)
}
