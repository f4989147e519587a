import { TRANSITIONS } from '#domain/alarm/transition.ts'
import type { Text } from '#domain/text.ts'
import { DAY } from '#domain/time.ts'
import type { AlarmEvent, AlarmEventKind, AlarmRecord } from '#store/registry/contract-alarms.ts'
import { listAll } from '#store/registry/list-all.ts'

import type { ReportContext } from './context.ts'
import type { AlarmAnswer } from './shape.ts'
import type { StayScene } from './stays.ts'

/** What people answered so long after the stay still belongs to it. */
const ANSWER_MAX = 7 * DAY

const NAMES: Readonly<Record<AlarmEventKind, Text>> = {
  ...TRANSITIONS,
  commented: { vi: 'Ghi chú', en: 'Comment' },
  'corrective-action': { vi: 'Hành động khắc phục', en: 'Corrective action' },
  assigned: { vi: 'Giao cho', en: 'Assigned to' },
}

/** What the alarms of the devices told while they stood there, and who answered what when. */
export async function findAlarmAnswers(
  context: ReportContext,
  scene: StayScene,
): Promise<AlarmAnswer[]> {
  const devices = [...new Set(scene.standing.map(({ device }) => device))]
  if (devices.length === 0) return []
  const { alarms } = context.registry
  const found: AlarmAnswer[] = []
  const known = listAll<number, AlarmRecord>((page) => alarms.list({ ...page, device: devices }))
  for await (const alarm of known) {
    const events = await listEvents(context, scene, alarm)
    found.push(...events.map((event) => describe(context, alarm, event)))
  }
  return found.toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
}

async function listEvents(
  { registry }: ReportContext,
  { from, until, standing }: StayScene,
  { id, device }: AlarmRecord,
): Promise<AlarmEvent[]> {
  const events: AlarmEvent[] = []
  const span = { from, until: until + ANSWER_MAX }
  const { alarms } = registry
  const all = listAll<number, AlarmEvent>((page) => alarms.history({ ...page, alarm: id, ...span }))
  const stood = standing.filter((one) => one.device === device)
  for await (const event of all) {
    const isOfStay = stood.some((one) => event.at >= one.from && event.at < one.until)
    const isAnswer = event.by !== null && events.length > 0
    if (isOfStay || isAnswer) events.push(event)
  }
  return events
}

function describe({ write }: ReportContext, alarm: AlarmRecord, event: AlarmEvent): AlarmAnswer {
  const { kind, at, recordedAt, by, reason, value, limitVersion } = event
  return {
    alarm: alarm.id,
    limit: alarm.limit,
    version: limitVersion,
    device: alarm.device,
    channel: alarm.channel,
    kind,
    name: NAMES[kind],
    at: write(at),
    recordedAt: write(recordedAt),
    by,
    reason: kind === 'assigned' ? (event.assignee ?? reason) : reason,
    value,
  }
}
