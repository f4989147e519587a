import type { Kysely, Transaction } from 'kysely'

import type { Priority } from '#domain/alarm/limit.ts'
import type { Phase } from '#domain/alarm/state.ts'
import type { DeviceState, Presence } from '#domain/device.ts'
import type { CancelReason } from '#domain/notification/cancel-reason.ts'
import type { ChannelName, NoticeKind } from '#domain/notification/notice.ts'
import type { PlaceKind } from '#domain/place.ts'
import type { RejectionCode } from '#domain/rejection.ts'
import type { SiteModeName } from '#domain/site-mode.ts'

import type { AlarmEventKind } from './contract-alarms.ts'
import type { MessageState, NoticeRecord } from './contract-notifications.ts'
import type { CalibrationTable } from './schema-calibrations.ts'

/** The tables as `migrations/` makes them, for every engine. Instants are integer milliseconds. */
export interface Schema {
  site: SiteTable
  place: PlaceTable
  device: DeviceTable
  channel: ChannelTable
  presence_change: PresenceChangeTable
  installation: InstallationTable
  rejection: RejectionTable
  limit_version: LimitVersionTable
  alarm: AlarmTable
  alarm_event: AlarmEventTable
  person: SettingTable
  route: SettingTable
  roster: SettingTable
  call: CallTable
  notice: NoticeTable
  message: MessageTable
  site_mode: SiteModeTable
  excursion: ExcursionTable
  excursion_mark: ExcursionMarkTable
  calibration: CalibrationTable
  counter: CounterTable
}

export type Database = Kysely<Schema>
/** Asked for where several statements must be one. */
export type Change = Transaction<Schema>

export interface SiteTable {
  id: string
  name_vi: string
  name_en: string
  timezone: string
  latitude: number | null
  longitude: number | null
}

export interface PlaceTable {
  id: string
  site: string
  kind: PlaceKind
  name_vi: string
  name_en: string
}

export interface DeviceTable {
  id: string
  name: string
  model: string | null
  state: DeviceState
  enrolled_at: number
  revoked_at: number | null
  secret_salt: Uint8Array
  secret_hash: Uint8Array
  /** Of the last rotation or revocation; 0 when there was none. */
  credentials_revision: number
  presence: Presence
  presence_at: number | null
}

export interface ChannelTable {
  id: number
  device: string
  name: string
  quantity: string
  first_seen_at: number
  expected_every: number | null
}

export interface PresenceChangeTable {
  device: string
  at: number
  presence: Presence
}

export interface InstallationTable {
  id: number
  device: string
  place: string
  from_at: number
  until_at: number | null
}

export interface RejectionTable {
  id: number
  /** As the topic named it: it need not be enrolled. */
  device: string
  code: RejectionCode
  channel: string
  detail: string
  topic: string
  payload: Uint8Array
  payload_bytes: number
  payload_hash: string
  sequence: number
  count: number
  first_at: number
  last_at: number
}

export interface LimitVersionTable {
  id: string
  version: number
  approved_by: string
  reason: string
  valid_from: number
  recorded_at: number
  /** 0 or 1. */
  withdrawn: number
  /** An `AlarmLimit` as JSON. */
  body: string
}

export interface AlarmTable {
  id: number
  limit_id: string
  limit_version: number
  channel: number
  channel_name: string
  device: string
  place: string
  phase: Phase
  level: number
  priority: Priority | null
  silent: number
  since: number
  raised_at: number | null
  /** When something comes by itself. */
  due_at: number | null
  value: number | null
  assignee: string | null
  /** When the newest reading that was observed was measured; null: not known, it was observed before this was kept. */
  seen_at: number | null
  /** An `AlarmState` as JSON. */
  state: string
}

export interface AlarmEventTable {
  id: number
  alarm: number
  kind: AlarmEventKind
  at: number
  recorded_at: number
  from_phase: Phase
  to_phase: Phase
  level: number
  silent: number
  by_person: string | null
  reason: string | null
  value: number | null
  limit_version: number
  /** Of an assignment: to whom. */
  assignee: string | null
}

export interface SiteModeTable {
  id: number
  site: string
  mode: SiteModeName
  from_at: number
  /** When it ends by itself. */
  until_at: number
  by_person: string
  reason: string
  ended_at: number | null
  ended_by: string | null
  end_reason: string | null
}

/** What people set up, as JSON. */
export interface SettingTable {
  id: string
  body: string
}

export interface CallTable {
  id: number
  alarm: number
  event: number
  route: string
  asked_at: number
  step: number
  /** null: it has ended. */
  due_at: number | null
  /** 0 or 1: somebody has answered the alarm since it asked. */
  answered: number
}

export interface NoticeTable {
  id: number
  alarm: number
  event: number
  route: string
  kind: NoticeKind
  step: number
  person: string
  channel: ChannelName
  address: string
  priority: Priority
  /** Its time is found anew from here when settings change. */
  made_at: number
  due_at: number
  in_digest: number
  state: NoticeRecord['state']
  /** Of one that was cancelled. */
  reason: CancelReason | null
  message: string | null
}

export interface MessageTable {
  key: string
  person: string
  channel: ChannelName
  address: string
  created_at: number
  state: MessageState
  attempts: number
  /** Of one that is being sent: until when it is taken. */
  next_at: number
  error: string | null
  provider_id: string | null
  accepted_at: number | null
  body: string
}

export interface ExcursionTable {
  limit_id: string
  channel: number
  from_at: number
  limit_version: number
  channel_name: string
  device: string
  place: string
  until_at: number | null
  raised_at: number | null
  settled_at: number | null
  level: number
  priority: Priority
  worst: number
  alarm: number | null
  recorded_at: number
}

export interface ExcursionMarkTable {
  channel: number
  from_at: number
  until_at: number
  due_at: number
  /** Another one whenever it is noted again. */
  revision: number
}

/** The last number given, per series. A table and not the engine's own sequences, so that all engines count alike. */
export interface CounterTable {
  name: CounterName
  value: number
}
export type CounterName =
  | 'channel'
  | 'installation'
  | 'rejection'
  | 'credentials'
  | 'alarm'
  | 'alarm-event'
  | 'alarm-event-told'
  | 'call'
  | 'notice'
  | 'site-mode'
  | 'excursion-mark'
  | 'calibration'
