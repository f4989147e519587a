import { encodeQuality } from '#domain/quality.ts'
import { DAY, HOUR } from '#domain/time.ts'

import { openApi } from './api-fixture.ts'
import { makeSauce, openChain } from './trace-chain.ts'
import { VAT_HOT } from './vat-hot.ts'

const at = (local: string) => Date.parse(`${local}+07:00`)

/** When the fish went into the vat, and when what is in the bottles had left it. */
const SALTED_AT = at('2025-03-01T09:00')
const LEFT_AT = at('2026-03-02T00:00')
/** The probe came a day later, and said nothing while the first sauce was drawn. */
export const PROBED_AT = SALTED_AT + DAY
export const SILENT_FROM = at('2026-02-27T00:00')
export const HOT_FROM = at('2025-06-10T12:00')
export const LAB_HASH = 'ab'.repeat(32)

const GOOD = { status: 'good', timeQuality: 'device-utc', late: false, derived: false } as const

/** The chain of fish sauce, with a probe in its vat that was hot once, late for a while and silent at the end, and what a laboratory found. */
export async function openWatchedSauce() {
  const api = await openApi()
  const chain = await openChain(api)
  await makeSauce(chain)
  const [channel, other] = await api.enrol('probe-07', ['temperature/top', 'ph'])
  if (channel === undefined || other === undefined) throw new Error('no channel')
  const { registry } = api
  await registry.installations.install({ device: 'probe-07', place: 'be-07', from: PROBED_AT })
  await registry.channels.setExpectedEvery(channel.id, HOUR)
  const approved = { approvedBy: 'Hoa', reason: 'sách nghề', withdrawn: false }
  const since = { validFrom: at('2025-05-01T00:00'), recordedAt: at('2025-05-01T00:00') }
  const limit = await registry.limits.add({ limit: VAT_HOT, ...approved, ...since })

  const count = (SILENT_FROM - PROBED_AT) / HOUR
  await api.writeReadings(
    Array.from({ length: count }, (_, index) => {
      const measuredAt = PROBED_AT + index * HOUR
      const isHot = measuredAt >= HOT_FROM && measuredAt < HOT_FROM + 3 * HOUR
      const quality = encodeQuality({ ...GOOD, late: index < 100 })
      return { channel, measuredAt, value: isHot ? 52.4 : 30 + (index % 2), quality }
    }),
  )
  await api.write(other, PROBED_AT, HOUR, [5.9, 5.8])
  await registry.calibrations.add({
    device: 'probe-07',
    channel: 'temperature/top',
    calibratedAt: PROBED_AT - DAY,
    validUntil: at('2026-02-01T00:00'),
    certificate: 'HC-77',
    laboratory: 'QUATEST 2',
    reference: 'PT100 số 12',
    foundError: 0.1,
    isAdjusted: false,
    certificateHash: null,
    by: 'Hoa',
    corrects: null,
    recordedAt: PROBED_AT,
  })
  await tellAlarm()
  await tellExcursion()
  await rejectSentinels()
  await examine()
  return { ...api, ...chain }

  async function tellExcursion() {
    const spans = await registry.excursions.watched(channel?.id ?? 0, { from: 0, until: Infinity })
    const span = spans?.[0]
    if (span === undefined) throw new Error('nothing is watched')
    const until = HOT_FROM + 3 * HOUR
    const told = { raisedAt: HOT_FROM, settledAt: until, level: 2, priority: 'high' } as const
    const excursion = { from: HOT_FROM, until, ...told, worst: 52.4 }
    await registry.excursions.record(span, { from: 0, until: LEFT_AT, excursions: [excursion] })
  }

  async function tellAlarm() {
    if (channel === undefined) throw new Error('no channel')
    const seen = { limit, channel, place: 'be-07' }
    const { alarms } = registry
    await alarms.observe([{ ...seen, at: HOT_FROM, level: 2, value: 52.4 }])
    const by = { by: 'Tuấn', at: HOT_FROM + HOUR / 2 }
    await alarms.act(1, { kind: 'acknowledge', ...by, reason: 'đã đậy nắp' })
    await alarms.comment(1, { kind: 'corrective-action', ...by, text: 'che bạt' })
    await alarms.observe([{ ...seen, at: HOT_FROM + 3 * HOUR, level: 0, value: 31 }])
  }

  async function rejectSentinels() {
    const detail = 'the value is −127'
    const sent = { topic: 'nguon/v1/probe-07/readings', payload: Buffer.from('{}'), detail }
    const of = { device: 'probe-07', code: 'sentinel', channel: 'temperature/top' } as const
    await registry.rejections.add([
      { ...of, ...sent, sequence: 7, receivedAt: HOT_FROM + DAY },
      { ...of, ...sent, sequence: 8, receivedAt: HOT_FROM + 2 * DAY },
    ])
  }

  async function examine() {
    const by = { at: Date.now(), by: 'Lan' }
    const file = { name: 'KQ-1234.pdf', mediaType: 'application/pdf', bytes: 81_234 }
    await api.trace.change((tx) =>
      tx.addAttachment({ hash: LAB_HASH, ...file, recordedAt: by.at }, by),
    )
    await chain.did('lab-result', '2026-03-12T15:00', {
      items: [{ role: 'subject', item: 'chai-1' }],
      attachments: [LAB_HASH],
      details: {
        sample: 'M-1',
        laboratory: 'QUATEST 2',
        reportNumber: 'KQ-1234',
        isConformant: true,
        results: [
          { parameter: 'total-nitrogen', value: 31.5, method: 'TCVN 3705' },
          { parameter: 'histamine', value: 12, isBelowDetection: true },
        ],
      },
    })
  }
}
