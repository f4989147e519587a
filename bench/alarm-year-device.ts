import type { Excursion } from '#domain/alarm/excursion.ts'
import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { Replay } from '#domain/alarm/replay.ts'
import type { PlaceKind } from '#domain/place.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import type { Instant } from '#domain/time.ts'
import { createBatch, type Value } from '#ingest/batch.ts'
import { date } from '#ingest/date.ts'
import { decode } from '#ingest/decode.ts'
import { derive } from '#ingest/derive.ts'
import { GatewayInstants } from '#ingest/gateway-instants.ts'
import { validate } from '#ingest/validate.ts'
import { encodeSamples } from '#simulators/encode-samples.ts'
import type { FaultWindow } from '#simulators/faults.ts'
import type { Source } from '#simulators/sample.ts'

/** What a limit would have raised on one channel. */
export interface Raised extends Excursion {
  readonly limit: AlarmLimit
  readonly device: string
  readonly place: string
  readonly channel: string
}

export interface WatchedDevice {
  readonly id: string
  readonly place: string
  readonly kind: PlaceKind
  readonly every: number
  readonly limits: readonly AlarmLimit[]
}

/** All that is raised by what a device says, sent as it is measured and understood as ingest understands it. */
export function raiseAll(
  device: WatchedDevice,
  source: Source,
  { from, until }: FaultWindow,
): Raised[] {
  const channels = new Map<string, Watched[]>()
  const instants = new GatewayInstants()
  for (let at = from; at < until; at += device.every) {
    for (const value of understand(device.id, source, { at, every: device.every, instants })) {
      let all = channels.get(value.channel)
      if (all === undefined) channels.set(value.channel, (all = watch(device, value.channel, from)))
      for (const one of all) take(one, value)
    }
  }
  return [...channels].flatMap(([channel, all]) =>
    all.flatMap((one) => finish(one, { ...device, channel, until })),
  )
}

interface Watched {
  readonly limit: AlarmLimit
  readonly replay: Replay
  at: Instant
}

function watch({ limits, kind }: WatchedDevice, channel: string, from: Instant): Watched[] {
  const own = limits.filter(
    ({ placeKinds, channels }) => placeKinds.includes(kind) && channels.includes(channel),
  )
  return own.map((limit) => ({ limit, replay: new Replay(limit, from), at: -Infinity }))
}

function take(one: Watched, { measuredAt, value, quality }: Value): void {
  if (measuredAt <= one.at || quality < USABLE_MIN) return
  one.at = measuredAt
  one.replay.feed(measuredAt, value)
}

interface Ending {
  readonly id: string
  readonly place: string
  readonly channel: string
  readonly until: Instant
}

function finish({ limit, replay }: Watched, { id: device, place, channel, until }: Ending) {
  replay.pass(until)
  const over = replay.takeOver()
  const all = replay.open === undefined ? over : [...over, replay.open]
  const raised = all.filter(({ raisedAt }) => raisedAt !== null)
  return raised.map((one): Raised => Object.assign({ limit, device, place, channel }, one))
}

interface Moment {
  readonly at: Instant
  readonly every: number
  readonly instants: GatewayInstants
}

/** What is sent within one interval, received at its end. */
function understand(device: string, source: Source, { at, every, instants }: Moment): Value[] {
  const payloads = encodeSamples(source(at, at + every))
  const batch = createBatch(
    payloads.map(({ json }) => ({
      kind: 'message',
      sequence: 1,
      receivedAt: at + every,
      device,
      topic: `nguon/v1/${device}/readings`,
      payload: Buffer.from(json),
      retained: false,
    })),
  )
  decode(batch)
  date(batch, { instants })
  validate(batch)
  derive(batch)
  return [...batch.values, ...batch.derived]
}
