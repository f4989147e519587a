import type { Text } from '#domain/text.ts'
import type { Condition } from '#trace/report/condition-shape.ts'
import type { BatchReport, Deed, LabResult, StayReport } from '#trace/report/shape.ts'

import type { Row } from '../csv.ts'

/** One fact a row; `docs/batch-report.md` says which columns a section fills. */
export const REPORT_COLUMNS = [
  'section',
  'item',
  'place',
  'device',
  'channel',
  'name',
  'from',
  'until',
  'recordedAt',
  'recordedBy',
  'value',
  'unit',
  'min',
  'mean',
  'max',
  'expectedCount',
  'receivedCount',
  'text',
  'reference',
] as const
type Column = (typeof REPORT_COLUMNS)[number]
type Fact = Row<Column>

const NOTHING: Fact = {
  section: null,
  item: null,
  place: null,
  device: null,
  channel: null,
  name: null,
  from: null,
  until: null,
  recordedAt: null,
  recordedBy: null,
  value: null,
  unit: null,
  min: null,
  mean: null,
  max: null,
  expectedCount: null,
  receivedCount: null,
  text: null,
  reference: null,
}

export function* listReportRows(report: BatchReport, language: keyof Text): Generator<Fact> {
  for (const row of listFacts(report, language)) yield { ...NOTHING, ...row }
}

function* listFacts(report: BatchReport, language: keyof Text): Generator<Partial<Fact>> {
  const say = (text: Text | null) => text?.[language] ?? null
  const { batch } = report
  yield {
    section: 'batch',
    item: batch.id,
    name: say(batch.product),
    from: batch.madeAt,
    until: batch.expiresAt,
    recordedAt: report.createdAt,
    text: say(batch.producer),
    reference: batch.uri,
  }
  for (const { holds, code, text, item } of report.summary) {
    yield { section: holds ? 'holds' : 'missing', item, name: code, text: say(text) }
  }
  for (const way of ['up', 'down'] as const) {
    for (const { item, uri, product, lot, madeAt, carried } of report[way]) {
      const amount = { value: carried?.value ?? null, unit: carried?.unit ?? null }
      yield {
        section: way,
        item,
        name: say(product),
        from: madeAt,
        text: lot,
        reference: uri,
        ...amount,
      }
    }
  }
  for (const deed of report.operations) yield* listDeed(deed, say)
  for (const stay of report.stays) yield* listStay(stay, say)
  for (const result of report.laboratory) yield* listResults(result, say)
}

type Say = (text: Text | null) => string | null

function* listDeed(deed: Deed, say: Say): Generator<Partial<Fact>> {
  const { id, name, at, until, recordedAt, recordedBy, place, note, overrides, correction } = deed
  const common = { name: say(name), place, from: at, until, recordedAt, recordedBy, reference: id }
  const about = { ...common, section: 'operation' }
  if (deed.items.length === 0) yield { ...about, text: note }
  for (const { item, role, amount } of deed.items) {
    const much = { value: amount?.value ?? null, unit: amount?.unit ?? null }
    yield { ...about, item, channel: role, text: note, ...much }
  }
  if (deed.isLate) yield { ...common, section: 'operation-late' }
  for (const { check, reason } of overrides) {
    yield { ...common, section: 'operation-override', channel: check, text: reason }
  }
  if (correction !== null) {
    const by = { recordedAt: correction.at, recordedBy: correction.by, text: correction.id }
    yield { ...common, section: 'operation-corrected', ...by }
  }
}

function* listStay(stay: StayReport, say: Say): Generator<Partial<Fact>> {
  const { item, place, from, until, placeName, lookedUntil } = stay
  const here = { item, place }
  yield { ...here, section: 'stay', name: say(placeName), from, until, text: lookedUntil }
  for (const { device, name, from: since, until: end } of stay.devices) {
    yield { ...here, section: 'device', device, name, from: since, until: end }
  }
  for (const gap of stay.unwatched) yield { ...here, section: 'unwatched', ...gap }
  for (const one of stay.conditions) yield* listCondition(here, one, say)
  for (const one of stay.limits) {
    const [bound] = one.levels
    const approved = { recordedAt: one.approvedAt, recordedBy: one.approvedBy }
    const span = { from: one.from, until: one.until }
    const measured = { value: bound?.bound ?? null, unit: one.unit }
    const names = { channel: one.channels.join(' '), name: say(one.name) }
    const text = `${one.limit} ${one.version}`
    yield { ...here, section: 'limit', ...names, ...span, ...approved, ...measured, text }
  }
  for (const one of stay.excursions) {
    const what = { device: one.device, channel: one.channel, name: one.limit, value: one.worst }
    const told = one.alarm === null ? null : String(one.alarm)
    const span = { from: one.from, until: one.until }
    yield { ...here, section: 'excursion', ...what, ...span, text: one.priority, reference: told }
  }
  for (const one of stay.alarms) {
    const what = { device: one.device, channel: one.channel, name: say(one.name), value: one.value }
    const who = { from: one.at, recordedAt: one.recordedAt, recordedBy: one.by, text: one.reason }
    yield { ...here, section: 'alarm', ...what, ...who, reference: String(one.alarm) }
  }
  for (const one of stay.rejections) {
    const what = { device: one.device, channel: one.channel, name: one.code, value: one.count }
    const span = { from: one.firstAt, until: one.lastAt }
    yield { ...here, section: 'rejected', ...what, ...span, text: say(one.name) }
  }
}

type Here = Pick<Partial<Fact>, 'item' | 'place'>

function* listCondition(here: Here, one: Condition, say: Say): Generator<Partial<Fact>> {
  const { device, channel, unit, min, mean, max, from, until, coverage, kinetic } = one
  const of = { ...here, device, channel }
  const counts = {
    expectedCount: coverage?.expectedCount ?? null,
    receivedCount: coverage?.receivedCount ?? null,
  }
  const numbers = { unit, min, mean, max, value: one.beyondMinutes }
  yield { ...of, section: 'condition', name: say(one.name), from, until, ...numbers, ...counts }
  for (const gap of coverage?.gaps ?? []) yield { ...of, section: 'gap', ...gap }
  if (kinetic !== null) {
    yield { ...of, section: 'kinetic', value: kinetic.celsius, unit, text: say(kinetic.whyNot) }
  }
  for (const { calibratedAt, validUntil, ...record } of one.calibrations) {
    const { laboratory, certificate, foundError, certificateHash } = record
    const span = { from: calibratedAt, until: validUntil }
    const found = { name: certificate, value: foundError, unit, text: laboratory }
    yield { ...of, section: 'calibration', ...span, ...found, reference: certificateHash }
  }
  yield { ...of, section: 'uncalibrated', value: one.uncalibratedMinutes, unit: 'min' }
  const { clocks, readingCount, ...flaws } = one.qualities
  for (const [name, value] of Object.entries({ readingCount, ...flaws, ...clocks })) {
    yield { ...of, section: 'quality', name, value }
  }
}

function* listResults(result: LabResult, say: Say): Generator<Partial<Fact>> {
  const { item, at, recordedAt, recordedBy, laboratory, reportNumber, operation } = result
  const common = { item, from: at, recordedAt, recordedBy, reference: operation }
  for (const { name, value, unit, isBelowDetection, method } of result.results) {
    const text = [isBelowDetection ? '<' : '', method, laboratory, reportNumber]
    const said = text.filter(Boolean).join(' ')
    yield { ...common, section: 'laboratory', name: say(name), value, unit, text: said }
  }
  const verdict = result.isConformant === null ? null : String(result.isConformant)
  yield { ...common, section: 'laboratory-verdict', name: result.sample, text: verdict }
  for (const { hash, name } of result.attachments) {
    yield { ...common, section: 'laboratory-file', name, text: hash }
  }
}
