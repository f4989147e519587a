import { worseSideOf, type LimitLevel } from '#domain/alarm/limit.ts'
import { unitOfMeasure } from '#domain/alarm/measure.ts'
import { quantityOfChannel } from '#domain/channel.ts'
import { formatLasting } from '#domain/notification/lasting.ts'
import type { Language, Notice, NoticeEnd } from '#domain/notification/notice.ts'
import { formatOnWall } from '#domain/notification/on-wall.ts'
import { DAY, type Instant } from '#domain/time.ts'
import { formatQuantity } from '#domain/unit-symbol.ts'
import { signLink } from '#service/acknowledge-link.ts'
import type { NoticeRecord } from '#store/registry/contract-notifications.ts'

import type { AlarmFacts } from './facts.ts'
import { isCalled } from './still-wanted.ts'
import type { Telling } from './telling.ts'

/** For how long a link acknowledges. */
const LINK_AGE_MAX = 2 * DAY
/** Bounds are written as they were set. */
const BOUND_DECIMALS = 3

/** What links are made of. */
export interface Links {
  /** Where people reach the API. */
  readonly baseUrl: string
  readonly key: string
}

/** What an alarm says to one person. */
export function writeNotice(
  record: NoticeRecord,
  { alarm, limit, place, site, event, since, endedAt }: AlarmFacts & Telling,
  {
    language,
    links,
    now,
  }: { readonly language: Language; readonly links: Links; readonly now: Instant },
): Notice {
  const { kind, priority, inDigest } = record
  // A digest may tell of several times; what asks now is told as it is now.
  const then = inDigest || kind === 'resolved' ? event : undefined
  const value = then === undefined ? alarm.value : then.value
  const isPast = inDigest && (!isCalled(alarm) || since < (alarm.raisedAt ?? since))
  const isOver = isPast || (kind === 'assigned' && alarm.level === 0)
  const level = limit.levels.find((one) => one.priority === priority) ?? limit.levels[0]
  const asks = kind === 'assigned' ? isCalled(alarm) : kind !== 'resolved' && !isOver
  return {
    kind,
    alarm: alarm.id,
    priority,
    site: site.name[language],
    place: place.name[language],
    name: limit.name[language],
    channel: alarm.channel,
    since,
    sinceText: formatOnWall(since, site.timezone, language),
    limit: level === undefined ? '' : writeBound(level),
    response: limit.response[language],
    ...(kind === 'assigned' && {
      assignment: { by: event?.by ?? '', reason: event?.reason ?? null },
    }),
    ...(endedAt !== undefined && { end: writeEnd(endedAt) }),
    ...(value !== null && { value: formatQuantity(value, measured(), language) }),
    ...(isOver && { isOver }),
    ...(asks && { acknowledgeUrl: toAcknowledgeUrl(record, links, now) }),
  }

  function writeEnd(at: Instant): NoticeEnd {
    const atText = formatOnWall(at, site.timezone, language)
    return { at, atText, lastedText: formatLasting(Math.max(at - since, 0), language) }
  }

  function measured() {
    const quantity = quantityOfChannel(alarm.channel)
    if (quantity === undefined) return { unit: '', decimals: BOUND_DECIMALS }
    return { unit: unitOfMeasure(limit.measure, quantity), decimals: quantity.decimals }
  }

  function writeBound({ bound }: LimitLevel): string {
    const number = formatQuantity(bound, { ...measured(), decimals: BOUND_DECIMALS }, language)
    return `${worseSideOf(limit) === 'high' ? '≥' : '≤'} ${number}`
  }
}

function toAcknowledgeUrl(
  { alarm, event, person }: NoticeRecord,
  { baseUrl, key }: Links,
  now: Instant,
): string {
  const token = signLink(key, { alarm, event, person, expiresAt: now + LINK_AGE_MAX })
  return `${baseUrl}/a/${token}`
}
