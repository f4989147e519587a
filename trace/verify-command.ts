import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { toMessage } from '#domain/error.ts'

import type { DecodeEntries } from './evidence/bundle/decoded-value.ts'
import { hashHead } from './evidence/head.ts'
import { formatReport, type Language } from './evidence/verify/report.ts'
import { verifyBundle } from './evidence/verify/verify-bundle.ts'

const HELP = `nguon verify <bundle.zip> [--lang en] [--key <id>] [--head <file>] [--authority <file>]

Kiểm tra một gói bằng chứng, không cần mạng. Examines a bundle, offline: hashes, proofs, signatures, and every reading against the raw message.
Exit code 0 only if all of it holds; 1 if not; 2 when it was asked wrongly.

  --lang <vi|en>       language of the page; vi if not given
  --key <id>           id of the producer's key (64 hexadecimal digits), learned by another way than the bundle
  --head <file>        the body of a tree head that you kept: it must be among those of the bundle
  --authority <file>   certificate (PEM) of the time-stamp authority, or of who certifies it
  -h, --help           this text
`

interface Question {
  readonly file: string
  readonly language: Language
  readonly knownKey: string | undefined
  readonly knownHead: string | undefined
  readonly authority: X509Certificate | undefined
}

/** `nguon verify`. Who starts it brings what the ingest makes of raw entries. */
export async function main(args: readonly string[], decode: DecodeEntries): Promise<void> {
  const question = await readQuestion(args)
  if (question === undefined) return
  const verdict = await verifyBundle({ ...question, decode })
  process.stdout.write(formatReport(verdict, question.language, question.knownKey))
  if (verdict.flaws.count > 0) process.exitCode = 1
}

async function readQuestion(args: readonly string[]): Promise<Question | undefined> {
  try {
    const { values, positionals } = parse(args)
    if (values.help === true) return void process.stdout.write(HELP)
    const [file, ...others] = positionals
    if (file === undefined || others.length > 0) {
      throw new Error(`${positionals.length} files were given; accepted is one bundle`)
    }
    return { file, ...(await toKnown(values)) }
  } catch (error) {
    process.stderr.write(`nguon verify: ${toMessage(error)}\n\n${HELP}`)
    process.exitCode = 2
    return undefined
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      lang: { type: 'string' },
      key: { type: 'string' },
      head: { type: 'string' },
      authority: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
}

async function toKnown(values: ReturnType<typeof parse>['values']) {
  const { lang = 'vi', key, head, authority } = values
  if (lang !== 'vi' && lang !== 'en') throw new Error(`--lang is '${lang}'; accepted are vi and en`)
  if (key !== undefined && !/^[0-9a-f]{64}$/.test(key)) {
    throw new Error(`--key is '${key}'; accepted are 64 hexadecimal digits`)
  }
  return {
    language: lang,
    knownKey: key,
    knownHead: head === undefined ? undefined : hashHead((await readFile(head, 'utf8')).trim()),
    authority: authority === undefined ? undefined : new X509Certificate(await readFile(authority)),
  } as const
}
