import { announces } from '#domain/alarm/transition.ts'
import type { Text } from '#domain/text.ts'
import { readLink, type AcknowledgeLink } from '#service/acknowledge-link.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import type { PageContent } from './acknowledge-page.ts'

/** What somebody who follows a link is answered. */
export interface LinkAnswer {
  readonly status: number
  readonly page: PageContent
}

export interface LinkSources {
  readonly registry: Pick<Registry, 'alarms' | 'places' | 'limits' | 'people'>
  readonly linkKey: string
}

interface Found {
  readonly alarm: AlarmRecord
  readonly link: AcknowledgeLink
}

const UNKNOWN: PageContent = {
  title: { vi: 'Đường dẫn không đúng', en: 'This link is not right' },
  lines: [
    {
      vi: 'Hãy mở lại từ tin nhắn, hoặc chép đủ cả đường dẫn.',
      en: 'Open it again from the message, or copy all of it.',
    },
  ],
}
const EXPIRED: PageContent = {
  title: { vi: 'Đường dẫn đã hết hạn', en: 'This link has expired' },
  lines: [
    {
      vi: 'Báo động này đã cũ. Hãy xem danh sách báo động hiện tại.',
      en: 'This alarm is old. Look at the alarms as they are now.',
    },
  ],
}
const ASKED_AGAIN: PageContent = {
  title: { vi: 'Báo động đã thay đổi', en: 'The alarm has changed' },
  lines: [
    {
      vi: 'Từ lúc có tin nhắn này báo động đã nặng hơn hoặc được nhắc lại. Hãy mở tin mới nhất.',
      en: 'Since this message it has become worse or has asked again. Open the newest message.',
    },
  ],
}
const OVER: PageContent = {
  title: { vi: 'Báo động đã hết', en: 'The alarm is over' },
  lines: [{ vi: 'Không cần làm gì nữa.', en: 'Nothing is left to do.' }],
}
const DONE: Text = { vi: 'Đã nhận báo động', en: 'Alarm acknowledged' }

/** What the link would do; nothing is done. */
export async function showLink(sources: LinkSources, token: string): Promise<LinkAnswer> {
  const found = await findLink(sources, token)
  if ('page' in found) return found
  const { name, where } = await describe(sources, found.alarm)
  const button = { vi: 'Tôi nhận', en: 'I answer it' }
  return { status: 200, page: { title: name, lines: [where], button } }
}

/** Acknowledges in the name of whom the link was sent to. */
export async function followLink(sources: LinkSources, token: string): Promise<LinkAnswer> {
  const found = await findLink(sources, token)
  if ('page' in found) return found
  const { alarm, link } = found
  const { name, where, response } = await describe(sources, alarm)
  const refusal = await acknowledge(sources, link)
  if (refusal === 'ALARM_ASKED_AGAIN') return { status: 409, page: ASKED_AGAIN }
  if (refusal === undefined) {
    return { status: 200, page: { title: DONE, lines: [name, where, response] } }
  }
  const title = await findAnswer(sources, alarm)
  return { status: 200, page: { title, lines: [name, where] } }
}

async function findLink(sources: LinkSources, token: string): Promise<LinkAnswer | Found> {
  const { alarms, people } = sources.registry
  const link = readLink(sources.linkKey, token)
  const alarm = link && (await alarms.get(link.alarm))
  if (link === undefined || alarm === undefined) return { status: 404, page: UNKNOWN }
  const isGone = (await people.get(link.person)) === undefined
  if (isGone || link.expiresAt < Date.now()) return { status: 410, page: EXPIRED }
  for await (const event of listEvents(sources, alarm.id, link.event)) {
    if (!announces(event)) continue
    const isOver = !alarm.asks && alarm.level === 0
    return isOver ? { status: 200, page: OVER } : { status: 409, page: ASKED_AGAIN }
  }
  return { alarm, link }
}

function listEvents({ registry: { alarms } }: LinkSources, alarm: number, after = 0) {
  return listAll<number, AlarmEvent>((query) => alarms.history({ ...query, alarm }), after)
}

/** Why it was refused; undefined: it is done. What was seen and what is answered is one step. */
async function acknowledge(
  { registry: { alarms } }: LinkSources,
  { alarm: id, event: seenEvent, person: by }: AcknowledgeLink,
): Promise<string | undefined> {
  const command = { kind: 'acknowledge', at: Date.now(), by } as const
  const [outcome] = await alarms.actAll([{ id, command, seenEvent }])
  return outcome !== undefined && 'error' in outcome ? outcome.error.code : undefined
}

/** Why nothing is left to acknowledge. */
async function findAnswer(sources: LinkSources, { id, phase }: AlarmRecord): Promise<Text> {
  let by: string | null = null
  for await (const event of listEvents(sources, id)) {
    by = event.kind === 'acknowledged' ? event.by : by
  }
  if (phase === 'normal' || by === null) return OVER.title
  const name = (await sources.registry.people.get(by))?.name ?? by
  return { vi: `${name} đã nhận rồi`, en: `${name} has acknowledged it already` }
}

async function describe({ registry }: LinkSources, alarm: AlarmRecord) {
  const place = await registry.places.get(alarm.place)
  const versions = await registry.limits.versions(alarm.limit)
  const limit = versions.find(({ version }) => version === alarm.limitVersion)?.limit
  const unknown = { vi: alarm.limit, en: alarm.limit }
  return {
    name: limit?.name ?? unknown,
    response: limit?.response ?? unknown,
    where: place?.name ?? { vi: alarm.place, en: alarm.place },
  }
}
