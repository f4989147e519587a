import { escape } from '@influxdata/influxdb-client'

import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'

import { computeSeal, type HourlyFields, STALE } from './seal.ts'

/** The tags of a series: functions of the channel only, immutable ids. */
export interface SeriesTags {
  readonly device: string
  readonly channel: string
  readonly quantity: string
}

/** Channels are shared by reference, so each is escaped once. */
const tagsOfChannel = new WeakMap<Channel, string>()

/** `device=vat-1,channel=temperature/top,quantity=temperature`: names a series in a line and in memory. */
export function formatChannelTags(channel: Channel): string {
  let tags = tagsOfChannel.get(channel)
  if (tags === undefined) {
    tags = formatTags({ ...channel, channel: channel.name })
    tagsOfChannel.set(channel, tags)
  }
  return tags
}

export function formatTags({ device, channel, quantity }: SeriesTags): string {
  return `device=${escape.tag(device)},channel=${escape.tag(channel)},quantity=${escape.tag(quantity)}`
}

export function formatReadingLine({ channel, measuredAt, value, quality }: Reading): string {
  return `reading,${formatChannelTags(channel)} value=${formatFloat(value)},q=${quality}i ${measuredAt}`
}

/** Says that this hour's roll-up is not to be believed: raw readings of it are on their way. */
export function formatStaleLine(tags: string, hour: Instant): string {
  return `reading_1h,${tags} seal=${STALE}i ${hour}`
}

/** An hour without usable readings keeps other fields that it may have had; they do not count. */
export function formatHourlyLine(tags: string, hour: Instant, fields: HourlyFields): string {
  const { count } = fields
  const seal = computeSeal(fields)
  if (count === 0) return `reading_1h,${tags} count=0i,seal=${seal}i ${hour}`
  const [min, max, sum, last] = [fields.min, fields.max, fields.sum, fields.last].map(formatFloat)
  return `reading_1h,${tags} count=${count}i,min=${min},max=${max},sum=${sum},last=${last},seal=${seal}i ${hour}`
}

function formatFloat(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
