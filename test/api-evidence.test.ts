import path from 'node:path'

import { pino } from 'pino'
import { expect, test } from 'vitest'

import { DAY } from '#domain/time.ts'
import { verifyHead } from '#trace/evidence/head.ts'
import { verifyConsistency, verifyInclusion } from '#trace/evidence/merkle-verify.ts'
import { hashLeaf } from '#trace/evidence/merkle.ts'
import { Recorder } from '#trace/evidence/recorder.ts'
import { openSigningKey, toPublicKey } from '#trace/evidence/signing-key.ts'

import { openApi, type Api } from './api-fixture.ts'
import { until } from './evidence-fixture.ts'
import { message, START } from './journal-message.ts'

async function openRecorder({ data, journal }: Api, waitingBytesMax: number): Promise<Recorder> {
  return Recorder.open({
    path: path.join(data, 'evidence.db'),
    archiveFolder: path.join(data, 'archive'),
    journal,
    key: await openSigningKey(path.join(data, 'credentials')),
    timezone: 'Asia/Ho_Chi_Minh',
    retention: null,
    waitingBytesMax,
    timeStampUrl: '',
    recordEvery: 0,
    log: pino({ level: 'silent' }),
  })
}

// What an answer holds is checked by using it.
type Answer = {
  readonly index: number
  readonly leaf: string
  readonly proof: readonly string[]
  readonly head: Signed
  readonly first: Signed
  readonly second: Signed
}
type Signed = {
  readonly head: { readonly size: number; readonly root: string; readonly number: number }
  readonly body: string
  readonly signature: string
}

const fromHex = (hex: string) => Buffer.from(hex, 'hex')
const toTree = ({ head }: Signed) => ({ size: head.size, root: fromHex(head.root) })

test('an auditor asks for heads, keys and proofs, and checks them alone', async () => {
  await using api = await openApi()
  for (let number = 1; number <= 5; number++) await api.journal.append([message(number)])
  await using _recorder = await openRecorder(api, 1)
  await until(() => api.evidence.progress('journal').archivedNumber === 5)
  await api.journal.advance('ingest', 5)
  await until(() => api.evidence.lastHead('journal')?.head.archive)
  await api.journal.append([message(6)])
  const wished = await api.send('POST', '/api/v1/evidence/heads', { log: 'journal' })
  expect(wished.status).toBe(202)
  const number = Number(wished.body['headNumber'])
  await until(() => (api.evidence.lastHead('journal')?.head.size ?? 0) === 6)
  expect(await api.journal.trim(START + 30 * DAY)).toBeGreaterThanOrEqual(5)

  const keys = await api.get('/api/v1/evidence/keys')
  const key = toPublicKey(Buffer.from(String(keys.body.items[0]?.['spki']), 'base64'))
  const heads = await api.get('/api/v1/evidence/heads?log=journal')
  expect(heads.body.items.length).toBeGreaterThanOrEqual(number)
  for (const sequence of [2, 6]) {
    const { status, body } = await api.get(
      `/api/v1/evidence/proofs/inclusion?log=journal&number=${sequence}`,
    )
    expect(status).toBe(200)
    const { index, leaf, proof, head } = body as unknown as Answer
    const proven = { index, hash: hashLeaf(Buffer.from(leaf, 'base64')) }
    expect(verifyInclusion(proven, proof.map(fromHex), toTree(head))).toBe(true)
    const whole = { ...head, head: JSON.parse(head.body), timeStamp: null }
    expect(verifyHead(whole, key)).toBe(true)
    expect(Buffer.from(leaf, 'base64').toString()).toContain(`{"temperature":${sequence}}`)
  }
  const last = api.evidence.lastHead('journal')?.head.number
  const { body } = await api.get(
    `/api/v1/evidence/proofs/consistency?log=journal&first=1&second=${last}`,
  )
  const { first, second, proof } = body as unknown as Answer
  expect(verifyConsistency(toTree(first), toTree(second), proof.map(fromHex))).toBe(true)
})

test('what is asked for and is not there is named', async () => {
  await using api = await openApi()
  const ask = async (target: string) => {
    const { status, body } = await api.get(`/api/v1/evidence/${target}`)
    return [status, body['code'], body['detail']]
  }
  expect(await ask('proofs/inclusion?log=journal&number=9')).toEqual([
    404,
    'NOT_FOUND',
    "There is no logged entry '9'.",
  ])
  expect(await ask('proofs/consistency?log=records&first=1&second=2')).toEqual([
    404,
    'NOT_FOUND',
    "There is no head of the log records '1'.",
  ])
  expect(await ask('heads?log=readings')).toEqual([
    400,
    'REQUEST_INVALID',
    expect.stringContaining('one of journal, records'),
  ])
})
