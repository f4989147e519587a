import { parseArgs } from 'node:util'

import { NguonError, toMessage } from '#domain/error.ts'

import { parseDuration } from './duration.ts'
import { FAULT_ACCEPTED, parseFault, type FaultRequest } from './fault-option.ts'
import { FAULTS } from './faults.ts'
import { LOAD_CHANNELS } from './load.ts'

export const HELP = `nguon simulate [options]

Lets the three sites of Kỳ Anh speak over MQTT like any device: 30 vats, two orchards, store, cold rooms, a van.
The first time it fills 30 days of history, later the gap since it last ran; then it goes on live until Ctrl-C.

  --history 365d      fill so much of the past (s, m, h, d), whatever was filled before
  --no-live           stop when the history is filled
  --until-caught-up   stop when the history is filled and ingest has used all of it
  --seed 1            another world, as deterministic as this one
  --fault ${FAULT_ACCEPTED.split(',')[0]}
                      break a device; may be given several times. From: a date, -3d, +1h. For: 6h
                      ${Object.keys(FAULTS).join(', ')}

nguon simulate --devices N --rate R [options]

Loads the gateway with N devices that publish R messages a second in all (QoS 1), and reports what was sent,
acknowledged and lost. Ends with code 1 when anything was lost.

  --seconds 10        how long
  --values 3          values of one message, 1 to ${LOAD_CHANNELS.length}
  --connections N     connections in all; default: one for each device

Where the platform is, say NGUON_DATA or, on another machine, NGUON_MQTT_HOST, NGUON_API_HOST and their ports; what it
lets in, NGUON_ADMIN_TOKEN. README.md lists these NGUON_* variables.
`

export interface SitesOptions {
  /** Milliseconds of past that are asked for; `undefined` = what is missing. */
  readonly history: number | undefined
  readonly live: boolean
  readonly untilCaughtUp: boolean
  readonly seed: number | undefined
  readonly faults: readonly FaultRequest[]
}

export interface LoadArguments {
  readonly deviceCount: number
  readonly rate: number
  readonly seconds: number
  readonly valueCount: number
  readonly connectionCount: number
}

export type SimulateOptions =
  | { readonly mode: 'help' }
  | { readonly mode: 'sites'; readonly sites: SitesOptions }
  | { readonly mode: 'load'; readonly load: LoadArguments }

const LOAD_ONLY = ['rate', 'seconds', 'values', 'connections'] as const
const SITES_ONLY = ['history', 'live', 'until-caught-up', 'seed', 'fault'] as const

type Given = ReturnType<typeof parseGiven>

/** Throws a NguonError `ARGUMENTS` that says what was received and what is accepted. */
export function parseOptions(args: string[], now: number): SimulateOptions {
  const given = parseGiven(args)
  if (given.help === true) return { mode: 'help' }
  const isLoad = given.devices !== undefined
  refuseOthers(given, isLoad ? SITES_ONLY : LOAD_ONLY, isLoad)
  return isLoad
    ? { mode: 'load', load: toLoad(given) }
    : { mode: 'sites', sites: toSites(given, now) }
}

function parseGiven(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const sites = { history: text, live: flag, 'until-caught-up': flag, seed: text }
  const load = { devices: text, rate: text, seconds: text, values: text, connections: text }
  const options = {
    ...sites,
    fault: { ...text, multiple: true },
    ...load,
    help: { ...flag, short: 'h' },
  } as const
  try {
    return parseArgs({ args, options, allowNegative: true }).values
  } catch (error) {
    throw new NguonError('ARGUMENTS', toMessage(error), { cause: error })
  }
}

function refuseOthers(given: Given, others: readonly (keyof Given)[], isLoad: boolean): void {
  const found = others.find((name) => given[name] !== undefined)
  if (found === undefined) return
  const detail = isLoad
    ? `--${found} belongs to the simulated sites and cannot stand beside --devices`
    : `--${found} belongs to the load generator; give --devices too`
  throw new NguonError('ARGUMENTS', `${detail}.`)
}

function toSites(given: Given, now: number): SitesOptions {
  return {
    history: given.history === undefined ? undefined : toHistory(given.history),
    live: given.live !== false && given['until-caught-up'] !== true,
    untilCaughtUp: given['until-caught-up'] === true,
    seed: given.seed === undefined ? undefined : toWhole('seed', given.seed, [0, 2 ** 31 - 1]),
    faults: (given.fault ?? []).map((text) => parseFault(text, now)),
  }
}

function toLoad(given: Given): LoadArguments {
  const deviceCount = toWhole('devices', given.devices ?? '', [1, 99_999])
  const connections = given.connections ?? String(deviceCount)
  return {
    deviceCount,
    rate: toWhole('rate', given.rate ?? '', [0, 1_000_000]),
    seconds: toWhole('seconds', given.seconds ?? '10', [1, 86_400]),
    valueCount: toWhole('values', given.values ?? '3', [1, LOAD_CHANNELS.length]),
    connectionCount: toWhole('connections', connections, [1, 99_999]),
  }
}

function toHistory(text: string): number {
  const duration = parseDuration(text)
  if (duration !== undefined && duration > 0) return duration
  const detail = `--history is '${text}'; accepted is a duration such as 12h, 30d or 365d.`
  throw new NguonError('ARGUMENTS', detail)
}

function toWhole(name: string, text: string, [min, max]: readonly [number, number]): number {
  const value = Number(text)
  if (/^\d{1,9}$/.test(text) && value >= min && value <= max) return value
  const detail = `--${name} is '${text}'; accepted is a whole number from ${min} to ${max}.`
  throw new NguonError('ARGUMENTS', detail)
}
