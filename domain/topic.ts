import { isId } from './id.ts'

/**
 * The topic grammar, version 1. Everything below `nguon/v1/<device>/` belongs to that device.
 *
 *   nguon/v1/<device>/readings      device → Nguồn   native JSON readings
 *   nguon/v1/<device>/status        device → Nguồn   `online` or `offline`, as a will or on purpose
 *   nguon/v1/<device>/commands/…    Nguồn → device
 *
 * Beside it, and kept for who subscribes later (retained):
 *
 *   nguon/alarms/<site>/<place>     Nguồn → device   open alarms of a place, for the devices that stand at its site
 */
export const TOPIC_ROOT = 'nguon/v1/'

export interface DeviceTopic {
  readonly device: string
  /** What follows the device's id: `readings`, `status`, `commands/reboot`. */
  readonly rest: string
}

/** `undefined` when the topic is not `nguon/v1/<device id>/<something>`. */
export function parseDeviceTopic(topic: string): DeviceTopic | undefined {
  if (!topic.startsWith(TOPIC_ROOT)) return undefined
  const slash = topic.indexOf('/', TOPIC_ROOT.length)
  if (slash === -1 || slash === topic.length - 1) return undefined
  const device = topic.slice(TOPIC_ROOT.length, slash)
  return isId(device) ? { device, rest: topic.slice(slash + 1) } : undefined
}

export function formatReadingsTopic(device: string): string {
  return `${TOPIC_ROOT}${device}/readings`
}

export function formatStatusTopic(device: string): string {
  return `${TOPIC_ROOT}${device}/status`
}

export function formatCommandsTopic(device: string): string {
  return `${TOPIC_ROOT}${device}/commands`
}

const ALARMS_ROOT = 'nguon/alarms/'

export function formatAlarmsTopic(site: string, place: string): string {
  return `${ALARMS_ROOT}${site}/${place}`
}

export interface AlarmsFilter {
  readonly site: string
  /** A place, or `+` or `#` for all of the site. */
  readonly place: string
}

/** Whose alarms a topic tells, or a filter asks for; undefined: no one site's. */
export function parseAlarmsFilter(filter: string): AlarmsFilter | undefined {
  if (!filter.startsWith(ALARMS_ROOT)) return undefined
  const [site = '', place = '', ...rest] = filter.slice(ALARMS_ROOT.length).split('/')
  const isPlace = isId(place) || place === '+' || place === '#'
  return isId(site) && isPlace && rest.length === 0 ? { site, place } : undefined
}
