import { z } from 'zod'

import { quantityOfChannel } from '#domain/channel.ts'
import type { Text } from '#domain/text.ts'
import { DAY, type Instant } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'
import type { CalibrationRecord } from '#store/registry/contract-calibrations.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import {
  channelName,
  channelNames,
  deviceName,
  deviceNames,
  shortText,
  timeParameter,
  timezone,
} from '../parameters.ts'
import { FieldsProblem, problemResponses } from '../problem.ts'
import { requireNamed } from '../require-named.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { resolveTime } from '../written-time.ts'
import { zoneOf } from '../zone-of.ts'

/** No certificate holds longer. */
const VALID_MAX = 3_660 * DAY

const HASH_RULE = 'the SHA-256 of the file, 64 hexadecimal digits'
const hash = z
  .string(HASH_RULE)
  .regex(/^[0-9a-fA-F]{64}$/, HASH_RULE)
  .meta({
    description: `Of the file of the certificate: ${HASH_RULE}.`,
    examples: ['0a'.repeat(32)],
  })
const foundError = z
  .number('a number')
  .nullable()
  .meta({
    description:
      'Shown less true value, before any adjustment, in the unit of the channel; null: not told.',
    examples: [0.3],
  })
const ID_RULE = 'the id of a calibration, a whole number from 1'

const calibrationShape = z
  .object({
    id: z.number().int(),
    device: deviceName,
    channel: channelName,
    calibratedAt: instant,
    validUntil: instant,
    certificate: z.string(),
    laboratory: z.string(),
    reference: z.string(),
    foundError,
    unit: z.string().meta({ description: 'UCUM code.', examples: ['Cel'] }),
    isAdjusted: z.boolean(),
    certificateHash: z.string().nullable(),
    by: z.string(),
    recordedAt: instant,
    corrects: z.number().int().nullable(),
    correctedBy: z.number().int().nullable().meta({
      description: 'The record that is in place of this one; null: this one holds.',
    }),
  })
  .meta({ description: 'What a channel was compared with, and until when that holds.' })

const time = (description: string, example: string) =>
  timeParameter({ description, examples: [example] })
const body = z.strictObject(
  {
    device: deviceName,
    channel: channelName,
    calibratedAt: time('No time in the future.', '2026-09-01'),
    validUntil: time('From then on it is overdue; at most ten years later.', '2027-09-01'),
    certificate: shortText.meta({ description: 'Its number.', examples: ['V02.CN5.1234.26'] }),
    laboratory: shortText.meta({ examples: ['Trung tâm Kỹ thuật 2'] }),
    reference: shortText.meta({
      description: 'What it was compared with.',
      examples: ['Nhiệt kế chuẩn Pt100 số 4711'],
    }),
    foundError,
    isAdjusted: z.boolean('true or false').meta({ examples: [false] }),
    certificateHash: hash.optional(),
    by: shortText.meta({ description: 'Who records it.', examples: ['Lan'] }),
    corrects: z.int(ID_RULE).min(1, ID_RULE).optional().meta({
      description: 'The record that this one is in place of. Records are never changed.',
    }),
  },
  'a JSON object',
)

const tags = ['calibrations']
const list = {
  operationId: 'listCalibrations',
  tags,
  summary: 'Calibrations of channels, in the order in which they were recorded',
  querystring: z.strictObject({
    device: deviceNames.optional(),
    channel: channelNames.optional(),
    holding: z
      .enum(['true', 'false'], 'true or false')
      .optional()
      .meta({ description: 'true: without those that were corrected.', examples: ['true'] }),
    ...pageParameters,
  }),
  response: { 200: pageOf(calibrationShape), ...problemResponses('bad-request', 'not-found') },
}
const post = {
  operationId: 'recordCalibration',
  tags,
  summary: 'Record the calibration of a channel, or a correction of such a record',
  querystring: z.strictObject({ timezone }),
  body,
  response: {
    201: calibrationShape,
    ...problemResponses('bad-request', 'not-found', 'conflict'),
  },
}

export function registerCalibrations(app: App, options: ApiOptions): void {
  const { registry } = options
  app.get('/api/v1/calibrations', { schema: list }, async ({ query }) => {
    const { device, channel } = query
    await requireNamed(registry, { device })
    const page = toPageQuery(query, z.number())
    const where = given({ device, channel, holding: query.holding && query.holding === 'true' })
    const found = await registry.calibrations.list({ ...page, ...where })
    const { items, next } = toPage(found, page.limit, ({ id }) => id)
    return { items: items.map((one) => toView(one, zoneOf(options, query))), next }
  })
  app.post('/api/v1/calibrations', { schema: post }, async ({ query, body: asked }, reply) => {
    const zone = zoneOf(options, query)
    const { corrects = null, certificateHash, ...rest } = asked
    const recordedAt = Date.now()
    const times = toTimes(asked, { zone, now: recordedAt })
    const fileHash = certificateHash?.toLowerCase() ?? null
    const calibration = { ...rest, ...times, corrects, certificateHash: fileHash, recordedAt }
    const record = await registry.calibrations.add(calibration)
    reply.code(201)
    return toView(record, zone)
  })
}

function toTimes(
  asked: Pick<z.output<typeof body>, 'calibratedAt' | 'validUntil'>,
  { zone, now }: { readonly zone: string; readonly now: Instant },
) {
  const calibratedAt = resolveTime(asked.calibratedAt, zone)
  const validUntil = resolveTime(asked.validUntil, zone)
  if (calibratedAt > now)
    refuse('calibratedAt', formatInstant(zone, calibratedAt), {
      vi: 'thời điểm không nằm trong tương lai',
      en: 'a time that is not in the future',
    })
  if (validUntil > calibratedAt && validUntil - calibratedAt <= VALID_MAX)
    return { calibratedAt, validUntil }
  return refuse('validUntil', formatInstant(zone, validUntil), {
    vi: 'thời điểm sau calibratedAt, nhiều nhất mười năm',
    en: 'a time after calibratedAt, at most ten years later',
  })
}

function refuse(name: string, received: string, accepted: Text): never {
  const detail = {
    vi: `Trường '${name}' là ${received}; phải là ${accepted.vi}.`,
    en: `Field '${name}' is ${received}; accepted is ${accepted.en}.`,
  }
  throw new FieldsProblem('REQUEST_INVALID', [{ in: 'body', name, detail }])
}

function toView(
  { channelId: _channelId, ...record }: CalibrationRecord,
  zone: string,
): z.output<typeof calibrationShape> {
  return {
    ...record,
    unit: quantityOfChannel(record.channel)?.unit ?? '',
    calibratedAt: formatInstant(zone, record.calibratedAt),
    validUntil: formatInstant(zone, record.validUntil),
    recordedAt: formatInstant(zone, record.recordedAt),
  }
}
