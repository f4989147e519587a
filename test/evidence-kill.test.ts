import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { readArchive } from '#trace/evidence/archive-read.ts'
import { hashHead } from '#trace/evidence/head.ts'
import { encodeJournalLeaf } from '#trace/evidence/leaf.ts'
import { verifyConsistency } from '#trace/evidence/merkle-verify.ts'
import { hashLeaf } from '#trace/evidence/merkle.ts'

import { openEvidenceFolder, untilSigned, type EvidenceFolder } from './evidence-fixture.ts'
import { message } from './journal-message.ts'

const PROCESS = path.join(import.meta.dirname, 'evidence-process.ts')
const ROUNDS = 6

test('kill -9 while it records, archives and signs leaves each entry once, in its place, under heads that continue one another', async () => {
  await using folder = await openEvidenceFolder()
  const { journal } = folder
  using reader = folder.openReader()
  for (let round = 0; round < ROUNDS; round++) await appendAndKill(folder)
  {
    await using _recorder = await folder.record({ waitingBytesMax: 1 })
    await untilSigned(reader, journal)
  }
  const { size, archivedNumber } = reader.progress('journal')
  const entries = []
  for (let after = 0; after < size; after = entries.length) {
    entries.push(...(await journal.read(after, 4_000)))
  }
  expect([entries.length, archivedNumber]).toEqual([size, size])
  const expected = entries.map((entry) => toHex(hashLeaf(encodeJournalLeaf(entry))))
  expect(entries.map((_, index) => toHex(reader.leaf('journal', index)))).toEqual(expected)

  const archived: string[] = []
  for (const { name } of reader.archives(1, size)) {
    for await (const leaf of readArchive(path.join(folder.archiveFolder, name))) {
      archived.push(toHex(hashLeaf(leaf)))
    }
  }
  expect(archived).toEqual(expected)
  const heads = reader.heads('journal', { after: 0, limit: 10_000 })
  expect(heads.length).toBeGreaterThan(ROUNDS)
  for (const [index, { head }] of heads.entries()) {
    const before = heads[index - 1]
    expect([head.number, head.findings]).toEqual([index + 1, []])
    expect(head.previous).toBe(before === undefined ? null : hashHead(before.body))
    if (before === undefined) continue
    const [first, second] = [before.head, head].map(toTree)
    if (first === undefined || second === undefined) throw new Error('no heads')
    const proof = reader.consistency('journal', first.size, second.size)
    expect(verifyConsistency(first, second, proof)).toBe(true)
  }
})

async function appendAndKill({ data, journal }: EvidenceFolder): Promise<void> {
  const child = spawn(process.execPath, [PROCESS, data], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const end = Date.now() + 500 + Math.random() * 1_000
  while (Date.now() < end) {
    const { lastSequence } = await journal.status()
    const commit = Array.from({ length: 50 }, (_, index) => message(lastSequence + 1 + index))
    await journal.append(commit)
    await sleep(5)
  }
  child.kill('SIGKILL')
  await once(child, 'close')
}

function toHex(hash: Uint8Array): string {
  return Buffer.from(hash).toString('hex')
}

function toTree({ size, root }: { readonly size: number; readonly root: string }) {
  return { size, root: Buffer.from(root, 'hex') }
}
