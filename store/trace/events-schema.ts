/** The tables of EPCIS events. Instants are integer milliseconds. */
export interface EventSchema {
  event: EventTable
  event_field: EventFieldTable
  event_term: EventTermTable
  event_number: EventNumberTable
  capture_job: CaptureJobTable
  named_query: NamedQueryTable
  subscription: SubscriptionTable
  revoked_token: RevokedTokenTable
}

/** The event itself is the body of the record of the same `seq`. */
export interface EventTable {
  seq: number
  event_id: string
  hash: string
  same: string
  event_time: number
  record_time: number
  declared_at: number | null
  error_reason: string | null
  /** 1: it had not happened yet when it was recorded. */
  is_ahead: number
  type: string
  action: string | null
  biz_step: string | null
  disposition: string | null
  read_point: string | null
  biz_location: string | null
  transformation_id: string | null
}

/** Short numbers for the names of fields, which are long and repeat in every event. */
export interface EventFieldTable {
  id: number
  name: string
}

export interface EventTermTable {
  field: number
  value: string
  event_time: number
  seq: number
}

export interface EventNumberTable {
  field: number
  value: number
  event_time: number
  seq: number
}

/** A document that was accepted; it is kept until its events are. */
export interface CaptureJobTable {
  seq: number
  id: string
  created_at: number
  finished_at: number | null
  behaviour: string
  success: number
  /** JSON. */
  errors: string
  document: string | null
}

export interface NamedQueryTable {
  name: string
  body: string
  /** JSON: what prefixes in it stand for. */
  extensions: string
  created_at: number
}

export interface SubscriptionTable {
  id: string
  query: string
  /** JSON: what was asked for, without the secret. */
  body: string
  secret: string | null
  created_at: number
  /** Events up to this one have been told. */
  told_seq: number
  /** The report that is on its way: events up to this one; null: there is none. */
  report_seq: number | null
  attempts: number
  /** When something is to be done next: a report to be made, or to be sent again. */
  due_at: number
  told_at: number | null
  error: string | null
}

export interface RevokedTokenTable {
  hash: string
  until_at: number
}
