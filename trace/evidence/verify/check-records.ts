import { z } from 'zod'

import { eventOfRecord } from '../bundle/event-of-record.ts'
import { EVENTS, RECORDS } from '../bundle/layout.ts'
import type { LeafRow } from '../bundle/leaf-rows.ts'
import { parseJson } from '../bundle/lines.ts'
import { encodeRecordLeaf, toCanonicalJson } from '../leaf.ts'
import { hashLeaf } from '../merkle.ts'
import { attempt, type OpenedBundle } from './opened-bundle.ts'

const recordShape = z.strictObject({
  number: z.number().int(),
  kind: z.string(),
  id: z.string(),
  value: z.json(),
})
type RecordLine = z.output<typeof recordShape>

const documentShape = z.looseObject({
  epcisBody: z.looseObject({ eventList: z.array(z.record(z.string(), z.json())) }),
})

/** Each record is the one that was hashed, and the events of the EPCIS document are records. How many of both. */
export async function checkRecords(
  bundle: OpenedBundle,
  rows: ReadonlyMap<number, LeafRow>,
): Promise<{ readonly recordCount: number; readonly eventCount: number }> {
  const records = await readRecords(bundle)
  for (const record of records) checkRecord(bundle, record, rows.get(record.number))
  const present = new Set(records.map(({ number }) => number))
  for (const number of rows.keys()) {
    if (!present.has(number)) bundle.flaws.add('record-missing', `record ${number}`)
  }
  return { recordCount: records.length, eventCount: await checkEvents(bundle, records) }
}

async function readRecords({ zip, flaws }: OpenedBundle): Promise<RecordLine[]> {
  const records: RecordLine[] = []
  let count = 0
  await attempt({ flaws }, RECORDS, async () => {
    for await (const line of zip.lines(RECORDS)) {
      count++
      const parsed = recordShape.safeParse(parseJson(line))
      if (parsed.success && toCanonicalJson(parsed.data) === line) records.push(parsed.data)
      else if (line !== '') flaws.add('line-unreadable', `${RECORDS}: ${count}`)
    }
  })
  return records
}

function checkRecord({ flaws }: OpenedBundle, record: RecordLine, row: LeafRow | undefined): void {
  const subject = `record ${record.number} (${record.kind} ${record.id})`
  if (row === undefined) return flaws.add('record-unknown', subject)
  const isSame = Buffer.compare(hashLeaf(encodeRecordLeaf(record)), row.hash) === 0
  if (!isSame) flaws.add('record-changed', subject)
}

async function checkEvents(
  { zip, flaws }: OpenedBundle,
  records: readonly RecordLine[],
): Promise<number> {
  const logged = new Map<string, string>()
  for (const record of records) {
    const event = eventOfRecord(record)
    if (event !== undefined) logged.set(toCanonicalJson(event), record.id)
  }
  const events = await attempt({ flaws }, EVENTS, async () => {
    const parsed = documentShape.safeParse(parseJson((await zip.bytes(EVENTS)).toString()))
    return parsed.data?.epcisBody.eventList
  })
  if (events === undefined) {
    flaws.add('line-unreadable', EVENTS)
    return 0
  }
  const present = new Set(events.map((event) => toCanonicalJson(event)))
  for (const [index, event] of [...present].entries()) {
    if (!logged.has(event)) flaws.add('event-unknown', `event ${index + 1}`, event.slice(0, 120))
  }
  for (const [event, id] of logged)
    if (!present.has(event)) flaws.add('event-missing', `event ${id}`)
  return events.length
}
