import type { Presence } from '../device.ts'
import { DAY, HOUR, MINUTE, type Instant } from '../time.ts'
import type { AlarmLimit } from './limit.ts'

/** Devices that leave within so long of one another leave together: each is missed after its own keep-alive time. */
const TOGETHER_MAX = 10 * MINUTE
/** Of fewer devices nothing can be told: two may fail at once. */
const DEVICE_COUNT_MIN = 3

interface Standing {
  readonly presence: Presence
  readonly presenceAt: Instant | null
}

/**
 * How many in a hundred of a site's devices fell silent together, by what the gateway saw of them; 0 of too few. One that was
 * never there does not count. `unheardSince`: nothing came of any device since then, so the gateway itself, or what
 * leads to it, is silent, and all that it thinks are there left then.
 */
export function shareOfSilent(devices: readonly Standing[], unheardSince?: Instant): number {
  const seen = devices.filter(({ presence }) => presence !== 'unknown')
  if (seen.length < DEVICE_COUNT_MIN) return 0
  const leftAt = seen.flatMap(({ presence, presenceAt }) => {
    const at = presence === 'offline' ? presenceAt : (unheardSince ?? null)
    return at === null ? [] : [at]
  })
  return (100 * countTogether(leftAt)) / seen.length
}

/** The most that lie within one `TOGETHER_MAX`. */
function countTogether(instants: readonly Instant[]): number {
  const sorted = instants.toSorted((one, other) => one - other)
  let [first, most] = [0, 0]
  for (const [last, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) > TOGETHER_MAX) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

/** Ships with the platform; a vehicle out of reach says nothing of the site. */
export const SITE_SILENT: AlarmLimit = {
  id: 'site-silent',
  name: { vi: 'Cả cơ sở mất tín hiệu', en: 'Whole site silent' },
  placeKinds: ['vat', 'yard', 'orchard-block', 'room', 'cold-room', 'dryer'],
  channels: [
    'temperature',
    'temperature/top',
    'temperature/middle',
    'temperature/bottom',
    'temperature/product',
    'temperature/air',
  ],
  measure: { kind: 'silent-share' },
  side: 'high',
  levels: [{ bound: 60, priority: 'high', onDelay: 2 * MINUTE }],
  deadband: 20,
  offDelay: 2 * MINUTE,
  maxTimeShelved: 7 * DAY,
  cause: {
    vi: 'Mất điện, mất Internet, hỏng bộ phát mạng, hoặc máy chủ thu tín hiệu ngừng',
    en: 'No power, no Internet, a broken router, or the gateway stands still',
  },
  consequence: {
    vi: 'Không ai biết bể, kho và vườn ra sao; tủ lạnh có thể cũng mất điện',
    en: 'Nobody knows how vats, stores and orchards are; cold rooms may be without power too',
  },
  response: {
    vi: 'Gọi người ở cơ sở; kiểm tra điện, bộ phát mạng, rồi máy chủ',
    en: 'Call somebody at the site; check the power, the router, then the gateway',
  },
  timeToRespond: HOUR,
  source: {
    vi: 'Kinh nghiệm; chưa chắc, chỉnh theo cơ sở',
    en: 'Experience; unsure, set it by the site',
  },
}
