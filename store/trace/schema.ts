import type { Generated, Kysely, Transaction } from 'kysely'

import type { EventSchema } from './events-schema.ts'

/** The tables as `migrations/` makes them, for every engine. Instants are integer milliseconds. */
export interface Schema extends EventSchema {
  record: RecordTable
  party: MasterTable
  product: MasterTable
  batch: BatchTable
  logistic_unit: LogisticUnitTable
  operation: OperationTable
  operation_item: OperationItemTable
  stay: StayTable
  hold: HoldTable
  link: LinkTable
  attachment: AttachmentTable
  scan_count: ScanCountTable
}

export type Database = Kysely<Schema>
/** Asked for where several statements must be one. */
export type Change = Transaction<Schema>

/** Everything that was ever written, in order; the other tables follow from it. */
export interface RecordTable {
  seq: Generated<number>
  kind: string
  id: string
  body: string
  recorded_at: number
  recorded_by: string
}

export interface MasterTable {
  id: string
  /** GLN or GTIN. */
  gs1_key: string | null
  body: string
}

export interface BatchTable {
  id: string
  uri: string
  product: string
  lot: string | null
  made_at: number
  body: string
}

export interface LogisticUnitTable {
  sscc: string
  uri: string
  made_at: number
  body: string
}

export interface OperationTable {
  id: string
  kind: string
  at: number
  recorded_at: number
  place: string | null
  corrected_by: string | null
  /** EPCIS `eventID`. */
  event: string
  body: string
}

/** Amounts in kg, L or pieces. */
export interface OperationItemTable {
  operation: string
  position: number
  item: string
  role: string
  value: number | null
  unit: string | null
  at: number
}

export interface StayTable {
  item: string
  place: string
  from_at: number
  until_at: number | null
  begun_by: string
  ended_by: string | null
}

export interface HoldTable {
  item: string
  from_at: number
  until_at: number | null
  reason: string
  begun_by: string
  ended_by: string | null
}

/** Something went from one node of the genealogy into another. */
export interface LinkTable {
  from_node: string
  to_node: string
  event: string
  kind: string
  at: number
  value: number | null
  unit: string | null
}

export interface AttachmentTable {
  hash: string
  name: string
  media_type: string
  bytes: number
  recorded_at: number
}

export interface ScanCountTable {
  day: string
  product: string
  lot: string
  province: string
  count: number
}
