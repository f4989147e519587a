import type { Channel } from '#domain/channel.ts'
import type { Device, Presence } from '#domain/device.ts'
import type { Installation } from '#domain/installation.ts'
import type { Place, PlaceKind } from '#domain/place.ts'
import type { Rejection, RejectionCode } from '#domain/rejection.ts'
import type { Site } from '#domain/site.ts'
import type { Instant } from '#domain/time.ts'

import type { Alarms, Limits } from './contract-alarms.ts'
import type { Calibrations } from './contract-calibrations.ts'
import type { Excursions } from './contract-excursions.ts'
import type { Notifications, People, Rosters, Routes } from './contract-notifications.ts'
import type { SiteModes } from './contract-site-modes.ts'

/** Lists are in the order of their key; `after` is the last key of the page before. */
export interface PageQuery<Key> {
  readonly after?: Key
  readonly limit: number
}

/**
 * Thrown as NguonErrors: `REGISTRY_EXISTS`, `REGISTRY_NOT_FOUND`, `REGISTRY_CONFLICT` (no retry); `REGISTRY_BUSY`, another
 * process writes for too long, and `REGISTRY_DISK`, nothing can be written (both retry).
 */
export interface Sites {
  list(query: PageQuery<string>): Promise<Site[]>
  get(id: string): Promise<Site | undefined>
  create(site: Site): Promise<Site>
  update(id: string, change: Partial<Omit<Site, 'id'>>): Promise<Site>
}

export interface Places {
  list(
    query: PageQuery<string> & {
      readonly site?: string
      readonly kind?: PlaceKind | readonly PlaceKind[]
    },
  ): Promise<Place[]>
  get(id: string): Promise<Place | undefined>
  create(place: Place): Promise<Place>
  update(id: string, change: Partial<Omit<Place, 'id' | 'site'>>): Promise<Place>
}

export interface Devices {
  list(
    query: PageQuery<string> & {
      readonly site?: string
      readonly place?: string | readonly string[]
    },
  ): Promise<Device[]>
  get(id: string): Promise<Device | undefined>
  /** Enrols a device and returns its secret, this once. A revoked id may not be enrolled again: REGISTRY_CONFLICT. */
  enrol(device: EnrolDevice): Promise<{ readonly device: Device; readonly secret: string }>
  /** A new secret, this once; the old one stops working. */
  rotate(id: string): Promise<{ readonly device: Device; readonly secret: string }>
  /** The device may not connect any more; its readings stay. Idempotent. */
  revoke(id: string, revokedAt: Instant): Promise<Device>
}
export interface EnrolDevice {
  readonly id: string
  readonly name: string
  readonly model: string | null
  readonly enrolledAt: Instant
}

/** What the gateway asks. */
export interface Credentials {
  /** True when the device is enrolled and the secret is right. */
  verify(device: string, secret: string): Promise<boolean>
  /**
   * Devices whose credentials changed (rotated, revoked) after `revision`; the gateway closes their connections. Begin
   * with 0, go on with the revision that was returned. An enrolment is no change.
   */
  changedSince(
    revision: number,
  ): Promise<{ readonly revision: number; readonly devices: readonly string[] }>
}

/** What the ingest asks about devices. */
export interface Channels {
  /** The channels of a device; undefined when no such device was ever enrolled. */
  ofDevice(device: string): Promise<readonly Channel[] | undefined>
  /** The same of many at once; what was never enrolled is not in the answer. */
  ofDevices(devices: readonly string[]): Promise<ReadonlyMap<string, readonly Channel[]>>
  /** Made on first sight; the same channel for the same (device, name). REGISTRY_NOT_FOUND: the device was never enrolled. */
  ensure(device: string, name: string, quantity: string): Promise<Channel>
  /** The same of many at once, in the order asked; undefined where the device was never enrolled. */
  ensureAll(channels: readonly NewChannel[]): Promise<(Channel | undefined)[]>
  /**
   * Takes over the channels under whose ids readings are filed: what the registry lacks after it was restored from an
   * older backup. Each has its id again, whoever else was given it has a new one, and none of these ids is given anew.
   * Those of devices that were never enrolled are left out; resolves with these. Idempotent.
   */
  adopt(channels: readonly Channel[]): Promise<readonly Channel[]>
  list(query: PageQuery<number> & { readonly device?: string }): Promise<ChannelRecord[]>
  /** How often it should report, milliseconds; null = not known. */
  setExpectedEvery(id: number, expectedEvery: number | null): Promise<void>
}
export type NewChannel = Omit<Channel, 'id'>
export interface ChannelRecord extends Channel {
  readonly firstSeenAt: Instant
  readonly expectedEvery: number | null
}

export interface PresenceLog {
  /**
   * Records changes in order, all or none; one with an older `at` than known changes only the history. The same presence
   * again is no change, so that a replay records nothing twice. Of a device the newest 1,000 changes are kept. Changes of
   * devices that were never enrolled are left out; resolves with the ids of these.
   */
  record(changes: readonly PresenceChange[]): Promise<ReadonlySet<string>>
  /** Newest first. */
  history(device: string, limit: number): Promise<{ presence: Presence; at: Instant }[]>
  /** The enrolled devices that stand somewhere at an instant, with their presence now, by id. */
  standing(at: Instant): Promise<StandingDevice[]>
}
export interface StandingDevice {
  readonly device: string
  readonly place: string
  readonly kind: PlaceKind
  readonly site: string
  readonly presence: Presence
  readonly presenceAt: Instant | null
}
export interface PresenceChange {
  readonly device: string
  readonly presence: Presence
  readonly at: Instant
}

export interface Installations {
  list(
    query: PageQuery<number> & {
      readonly device?: string
      readonly place?: string
      readonly at?: Instant
    },
  ): Promise<Installation[]>
  /**
   * Ends the device's open installation at `from`, then begins this one. Overlap with a closed one, or with an open one that
   * began at or after `from`: REGISTRY_CONFLICT.
   */
  install(installation: {
    readonly device: string
    readonly place: string
    readonly from: Instant
  }): Promise<Installation>
  /** Once: ending it again at another instant is a REGISTRY_CONFLICT. */
  end(id: number, until: Instant): Promise<Installation>
  /**
   * Takes back one that was a mistake; resolves with it. The device's installation that it ended (at its very `from`) goes on
   * in its stead.
   */
  remove(id: number): Promise<Installation>
}

/** A rejection as kept: equal ones (device, code, channel, payload) are one row with a count. */
export interface RejectionRecord extends Rejection {
  readonly id: number
  readonly count: number
  readonly firstAt: Instant
  readonly lastAt: Instant
}

export type RejectionKey = Pick<RejectionRecord, 'id' | 'lastAt'>

export interface Rejections {
  /**
   * Keeps them, all or none. At most `keptPerDeviceMax` rows are kept for a device: above it the device's row with the same
   * code and channel takes the newest payload and is counted up, so a flood costs no space; where there is none, the
   * device's oldest row goes. All devices together keep `keptMax` rows and `keptBytesMax` payload bytes; the oldest
   * go first. Once there are `keptMax`, a device is at its bound with `keptPerDeviceCrowdedMax` rows. Adding the same journal sequence again (after a crash) does not count twice.
   */
  add(rejections: readonly Rejection[]): Promise<void>
  /** Newest (`lastAt`) first. One that comes again between two pages has moved before the first; none comes twice. */
  list(
    query: PageQuery<RejectionKey> & {
      readonly device?: string | readonly string[]
      readonly code?: RejectionCode
    },
  ): Promise<RejectionRecord[]>
  get(id: number): Promise<RejectionRecord | undefined>
}

/** What people say: sites, places, devices, and what is known about them. Every method is one short transaction. */
export interface Registry extends AsyncDisposable {
  readonly sites: Sites
  readonly places: Places
  readonly devices: Devices
  readonly credentials: Credentials
  readonly channels: Channels
  readonly presence: PresenceLog
  readonly installations: Installations
  readonly rejections: Rejections
  readonly limits: Limits
  readonly alarms: Alarms
  readonly people: People
  readonly routes: Routes
  readonly rosters: Rosters
  readonly notifications: Notifications
  readonly siteModes: SiteModes
  readonly excursions: Excursions
  readonly calibrations: Calibrations
}
