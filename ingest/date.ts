import { encodeQuality, type Status, type TimeQuality } from '#domain/quality.ts'
import { HOUR, MINUTE, type Instant } from '#domain/time.ts'

import type { Batch, Claim, DatedClaim } from './batch.ts'
import { parseDeviceTime } from './device-time.ts'
import type { GatewayInstants } from './gateway-instants.ts'
import { quote, reject, rejectMistake } from './rejection.ts'

/** A device's clock may run ahead of the gateway's by this much; what claims to be later was dated by a wrong clock. */
const AHEAD_MAX = 5 * MINUTE
/** 2020-01-01: no device of ours existed before; its clock was reset (1970, 2000 …). */
const EARLIEST_AT: Instant = 1_577_836_800_000
/** Older than this at its arrival a reading is late: a backfill, which is history and pages nobody. */
const LATE_AFTER = HOUR

const ACCEPTED =
  'accepted are RFC 3339 ("2026-11-24T07:00:00+07:00") and epoch seconds or milliseconds'

export interface DateContext {
  readonly instants: GatewayInstants
}

/**
 * Gives each claim the instant it was measured at: the device's clock where it has one that can be right, else the
 * gateway's (then the status is uncertain, unless the device never claimed a time).
 */
export function date(batch: Batch, { instants }: DateContext): void {
  for (const claim of batch.claims) {
    try {
      dateClaim(claim, batch, instants)
    } catch (error) {
      rejectMistake(batch, claim.entry, error)
    }
  }
}

function dateClaim(claim: Claim, batch: Batch, instants: GatewayInstants): void {
  const { entry, time } = claim
  // A retained message may be an old value: without a time of its own nobody knows how old.
  const status = entry.retained ? 'uncertain' : 'good'
  if (time === undefined || time === null) {
    batch.dated.push(byGateway(claim, status, instants))
    return
  }
  const device = parseDeviceTime(time)
  if (device === undefined) {
    reject(batch, entry, { code: 'bad-time', detail: `time is ${quote(time)}; ${ACCEPTED}` })
  } else if (device.at > entry.receivedAt + AHEAD_MAX || device.at < EARLIEST_AT) {
    batch.dated.push(byGateway(claim, 'uncertain', instants))
  } else {
    batch.dated.push(byDevice(claim, device.at, device.quality))
  }
}

function byDevice(claim: Claim, measuredAt: Instant, timeQuality: TimeQuality): DatedClaim {
  const late = claim.entry.receivedAt - measuredAt > LATE_AFTER
  const quality = encodeQuality({ status: 'good', timeQuality, late, derived: false })
  return { claim, measuredAt, quality, late }
}

/** On one instant each would overwrite the one before; see `GatewayInstants`, also for the bound. */
function byGateway(claim: Claim, status: Status, instants: GatewayInstants): DatedClaim {
  const quality = encodeQuality({ status, timeQuality: 'gateway', late: false, derived: false })
  return { claim, measuredAt: instants.next(claim), quality, late: false }
}
