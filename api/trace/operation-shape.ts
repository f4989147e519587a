import { z } from 'zod'

import { parseLot } from '#domain/gs1/identifiers.ts'
import { parseSscc } from '#domain/gs1/identifiers.ts'
import { isFlawed } from '#domain/gs1/parsed.ts'
import { ID_PATTERN, ID_RULE } from '#domain/id.ts'
import { ITEM_ROLES } from '#domain/trace/operation.ts'
import { OPERATION_KINDS } from '#trace/kinds.ts'

import { placeName } from '../parameters.ts'
import { instant } from '../shapes.ts'
import { amount, amountView } from './amount-shape.ts'
import { optionalText, recordedBy, writtenTime, toRightRule } from './fields.ts'
import { partyName } from './party-shape.ts'
import { productName } from './product-shape.ts'

const KIND_NAMES = Object.keys(OPERATION_KINDS) as [string, ...string[]]
export const operationKind = z
  .enum(KIND_NAMES, `one of ${KIND_NAMES.join(', ')}`)
  .meta({ examples: ['fish-received'] })

const ITEM_RULE = `the id of a batch (${ID_RULE}), or an SSCC of 18 digits`
/** 18 digits are an SSCC, whose check digit has to be right; all else is the id of a batch. */
export const itemName = z
  .string(ITEM_RULE)
  .regex(ID_PATTERN, ITEM_RULE)
  .superRefine((name, context) => {
    const parsed = /^\d{18}$/.test(name) ? parseSscc(name) : undefined
    if (parsed === undefined || !isFlawed(parsed)) return
    context.addIssue({ code: 'custom', message: toRightRule(parsed.flaw) })
  })
  .meta({ description: 'Id of a batch, or SSCC.', examples: ['chuop-07-2026'] })

const lot = z
  .string('a GS1 lot, or null')
  .superRefine((received, context) => {
    const parsed = parseLot(received)
    if (isFlawed(parsed)) context.addIssue({ code: 'custom', message: toRightRule(parsed.flaw) })
  })
  .nullable()
  .default(null)
  .meta({ description: 'GS1 lot, at most 20 characters.', examples: ['PK-2026-07'] })

const SHARE_RULE = 'a number above 0'
export const recipe = z
  .array(
    z.strictObject({
      name: z.string('a text').trim().min(1, 'a text').max(100, 'a text of at most 100 characters'),
      share: z.number(SHARE_RULE).positive(SHARE_RULE),
    }),
    'a list of parts',
  )
  .max(50, 'at most 50 parts')
  .default([])
  .meta({
    description: 'What goes in, in parts: 3 of fish to 1 of salt.',
    examples: [
      [
        { name: 'cá cơm', share: 3 },
        { name: 'muối', share: 1 },
      ],
    ],
  })

const create = z
  .strictObject(
    {
      product: productName,
      lot,
      name: optionalText(200, 'Chượp bể 7, vụ cá tháng 7'),
      expiresAt: writtenTime('Best before.', '2028-07-01').nullable().default(null),
      recipe,
    },
    'an object with product, and lot where there is one',
  )
  .meta({ description: 'The batch is new; only of what is made (output).' })

const item = z.strictObject(
  {
    role: z.enum(ITEM_ROLES, `one of ${ITEM_ROLES.join(', ')}`),
    item: itemName,
    amount: amount.nullable().default(null),
    create: create.optional(),
  },
  'an object with role, item and amount',
)

const HASH_RULE = 'the SHA-256 of an attachment, 64 hexadecimal digits'
const REASON_RULE = 'an object of names of checks and the reason for each, 3 to 500 characters'
const overrides = z
  .record(
    z.string().max(50, REASON_RULE),
    z.string(REASON_RULE).trim().min(3, REASON_RULE).max(500, REASON_RULE),
    REASON_RULE,
  )
  .default({})
  .meta({
    description: 'Checks that somebody who knows better overrides, each with the reason.',
    examples: [{ 'pre-harvest-interval': 'thu hoạch để tiêu hủy' }],
  })

const ITEMS_RULE = 'a list of at most 400 items'
export const newOperation = z
  .strictObject(
    {
      kind: operationKind,
      at: writtenTime('When it was done (or begun).', '2026-10-01T07:30'),
      until: writtenTime('When it ended.', '2026-10-01T09:00').nullable().default(null),
      recordedBy,
      person: optionalText(100, 'Anh Tuấn').meta({ description: 'Who did it.' }),
      place: placeName.nullable().default(null),
      from: partyName.nullable().default(null),
      to: partyName.nullable().default(null),
      items: z.array(item, ITEMS_RULE).max(400, ITEMS_RULE).default([]),
      details: z
        .record(z.string(), z.unknown(), 'an object')
        .default({})
        .meta({ description: 'As GET /api/v1/operation-kinds says for the kind.' }),
      note: optionalText(2_000, 'cá tươi, ướp đá'),
      attachments: z
        .array(z.string(HASH_RULE).regex(/^[0-9a-f]{64}$/, HASH_RULE), 'a list of hashes')
        .max(20, 'at most 20 attachments')
        .default([]),
      overrides,
      corrects: z
        .uuid('the id of the operation that this one corrects, or null')
        .nullable()
        .default(null),
    },
    'a JSON object',
  )
  .meta({
    examples: [
      {
        kind: 'fish-received',
        at: '2026-07-01T05:30',
        recordedBy: 'Lan',
        from: 'tau-ht-90123',
        items: [
          {
            role: 'output',
            item: 'ca-2026-07-01',
            amount: { value: 3_000, unit: 'kg' },
            create: { product: 'ca-com' },
          },
        ],
        details: { species: 'cá cơm (Stolephorus)' },
      },
    ],
  })

export const operationView = z
  .object({
    id: z.string(),
    kind: z.string(),
    name: z.object({ vi: z.string(), en: z.string() }),
    at: instant,
    until: instant.nullable(),
    recordedAt: instant,
    recordedBy: z.string(),
    person: z.string().nullable(),
    place: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    items: z.array(
      z.object({ role: z.enum(ITEM_ROLES), item: z.string(), amount: amountView.nullable() }),
    ),
    details: z.record(z.string(), z.unknown()),
    note: z.string().nullable(),
    attachments: z.array(z.string()),
    overrides: z.record(z.string(), z.string()),
    corrects: z.string().nullable(),
    correctedBy: z.string().nullable(),
    event: z.string().meta({ description: '`eventID` of the EPCIS event that it is.' }),
  })
  .meta({ description: 'What was done to batches.' })
