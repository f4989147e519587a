import { escape } from '@influxdata/influxdb-client'

import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'

/** The tags of a series: functions of the channel only, immutable ids. */
export interface SeriesTags {
  readonly device: string
  readonly channel: string
  readonly quantity: string
}

export interface HourlyFields {
  readonly count: number
  readonly min: number
  readonly max: number
  readonly sum: number
  readonly last: number
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
  return `reading_1h,${tags} stale=1i ${hour}`
}

/** No fields: the hour holds no usable reading. The other fields of an older roll-up stay, and do not count. */
export function formatHourlyLine(
  tags: string,
  hour: Instant,
  fields: HourlyFields | undefined,
): string {
  if (fields === undefined) return `reading_1h,${tags} count=0i,stale=0i ${hour}`
  const { count, min, max, sum, last } = fields
  const [least, most, total, newest] = [min, max, sum, last].map(formatFloat)
  return `reading_1h,${tags} count=${count}i,min=${least},max=${most},sum=${total},last=${newest},stale=0i ${hour}`
}

/** Ends the doubt about an hour whose readings are gone: what was rolled up before stays. */
export function formatKeptLine(tags: string, hour: Instant): string {
  return `reading_1h,${tags} stale=0i ${hour}`
}

function formatFloat(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
