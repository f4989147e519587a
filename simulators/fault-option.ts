import { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

import { parseDuration } from './duration.ts'
import { FAULTS } from './faults.ts'
import type { SimulatedDevice } from './fleet.ts'
import { deriveSeed } from './random.ts'

export const FAULT_ACCEPTED =
  'kind:device[:from[:for]], such as stuck:pk-vat-03, drop-out:pk-weather:2026-03-01:6h or drift:kx-cold-room:-3d:2d'

const DURATION = /^[+-]\d+[smhd]$/

/** A fault as it is asked for on the command line; `undefined` = from the beginning, for ever. */
export interface FaultRequest {
  readonly kind: string
  readonly device: string
  readonly from: Instant | undefined
  readonly lasts: number | undefined
}

/** `from` is a date (local midnight), or so long before (-3d) or after (+1h) `now`. */
export function parseFault(text: string, now: Instant): FaultRequest {
  const [kind = '', device = '', from, lasts, ...rest] = text.split(':')
  const isKnown = Object.hasOwn(FAULTS, kind) && device !== '' && rest.length === 0
  const fromAt = from === undefined ? undefined : parseFrom(from, now)
  const duration = lasts === undefined ? undefined : parseDuration(lasts)
  const isTimeRead =
    !Number.isNaN(fromAt ?? 0) && (lasts === undefined) === (duration === undefined)
  if (isKnown && isTimeRead) return { kind, device, from: fromAt, lasts: duration }
  throw new NguonError(
    'ARGUMENTS',
    `--fault is '${text}'; accepted is ${FAULT_ACCEPTED}. Kinds: ${Object.keys(FAULTS).join(', ')}.`,
  )
}

function parseFrom(text: string, now: Instant): Instant {
  if (!DURATION.test(text)) return Date.parse(`${text}T00:00:00+07:00`)
  const distance = parseDuration(text.slice(1)) ?? Number.NaN
  return text.startsWith('-') ? now - distance : now + distance
}

/** The devices, the wanted ones broken. Throws a NguonError for a fault of a device that is not there. */
export function applyFaults(
  devices: readonly SimulatedDevice[],
  requests: readonly FaultRequest[],
  seed: number,
): SimulatedDevice[] {
  const ids = devices.map(({ id }) => id)
  const lost = requests.find(({ device }) => !ids.includes(device))
  if (lost === undefined) return devices.map((device) => breakDevice(device, requests, seed))
  const detail = `--fault names device '${lost.device}'; there are ${ids.join(', ')}.`
  throw new NguonError('ARGUMENTS', detail)
}

function breakDevice(
  device: SimulatedDevice,
  requests: readonly FaultRequest[],
  seed: number,
): SimulatedDevice {
  const own = requests.filter((request) => request.device === device.id)
  const source = own.reduce((broken, { kind, from = 0, lasts }) => {
    const window = { from, until: lasts === undefined ? Number.MAX_SAFE_INTEGER : from + lasts }
    const fault = FAULTS[kind]?.(window, deriveSeed(seed, `${device.id}/${kind}`))
    return fault?.(broken) ?? broken
  }, device.source)
  return { ...device, source }
}
