import { z } from 'zod'

import { parseGtin } from '#domain/gs1/identifiers.ts'
import { PRODUCT_CLASSES, type Product } from '#domain/trace/product.ts'

import { bilingualText, id } from '../parameters.ts'
import { formatOptional, instant, text } from '../shapes.ts'
import { amount, amountView } from './amount-shape.ts'
import { gs1Key, optionalText, readKey, readTime, writtenTime } from './fields.ts'
import { partyName } from './party-shape.ts'

export const productName = id.meta({ description: 'Id of a product.', examples: ['nuoc-mam-500'] })
const STARS_RULE = 'a whole number from 1 to 5'
const HASH_RULE = 'the SHA-256 of an attachment, 64 hexadecimal digits, or null'
const from = writtenTime('Valid from.', '2024-01-15')
const until = writtenTime('Valid until, exclusive.', '2027-01-15')
const line = (example: string) =>
  z
    .string('a text')
    .trim()
    .min(1, 'a text')
    .max(200, 'a text of at most 200 characters')
    .meta({ examples: [example] })

const rating = z.strictObject(
  {
    scheme: line('OCOP'),
    stars: z.int(STARS_RULE).min(1, STARS_RULE).max(5, STARS_RULE),
    decision: optionalText(200, 'QĐ 1234/QĐ-UBND'),
    from,
    until: until.nullable().default(null),
  },
  'an object with scheme, stars, from',
)
const certificate = z.strictObject(
  {
    scheme: line('VietGAP'),
    number: line('VG-2024-001'),
    issuer: line('QUACERT'),
    from,
    until: until.nullable().default(null),
    attachment: z
      .string(HASH_RULE)
      .regex(/^[0-9a-f]{64}$/, HASH_RULE)
      .nullable()
      .default(null),
  },
  'an object with scheme, number, issuer, from',
)
const published = z.strictObject(
  {
    description: bilingualText.nullable().default(null),
    ingredients: bilingualText.nullable().default(null),
    warnings: bilingualText.nullable().default(null),
    conditions: z.boolean('true or false').default(false),
  },
  'an object with description, ingredients, warnings, conditions',
)

const DAYS_RULE = 'a whole number of days from 1 to 36500, or null'
export const productFields = {
  class: z
    .enum(PRODUCT_CLASSES, `one of ${PRODUCT_CLASSES.join(', ')}`)
    .meta({ examples: ['finished'] }),
  name: bilingualText,
  producer: partyName.nullable().default(null),
  gtin: gs1Key(parseGtin, {
    description: 'GTIN-8, -12, -13 or -14; kept with 14 digits.',
    example: '8936012340020',
  }),
  netContent: amount.nullable().default(null).meta({ description: 'Of one piece.' }),
  shelfLifeDays: z.int(DAYS_RULE).min(1, DAYS_RULE).max(36_500, DAYS_RULE).nullable().default(null),
  ratings: z.array(rating, 'a list of ratings').max(50, 'at most 50 ratings').default([]),
  certificates: z
    .array(certificate, 'a list of certificates')
    .max(50, 'at most 50 certificates')
    .default([]),
  published: published.default({
    description: null,
    ingredients: null,
    warnings: null,
    conditions: false,
  }),
}
const body = z.strictObject(productFields)

const span = { from: instant, until: instant.nullable() }
export const productView = z
  .object({
    id: productName,
    class: z.enum(PRODUCT_CLASSES),
    name: text,
    producer: z.string().nullable(),
    gtin: z.string().nullable(),
    netContent: amountView.nullable(),
    shelfLifeDays: z.number().nullable(),
    ratings: z.array(
      z.object({ scheme: z.string(), stars: z.number(), decision: z.string().nullable(), ...span }),
    ),
    certificates: z.array(
      z.object({
        scheme: z.string(),
        number: z.string(),
        issuer: z.string(),
        attachment: z.string().nullable(),
        ...span,
      }),
    ),
    published: z.object({
      description: text.nullable(),
      ingredients: text.nullable(),
      warnings: text.nullable(),
      conditions: z.boolean(),
    }),
  })
  .meta({ description: 'What batches are of.' })

export function toProduct(id_: string, fields: z.output<typeof body>, zone: string): Product {
  const resolve = <Dated extends z.output<typeof rating> | z.output<typeof certificate>>(
    dated: Dated,
  ) => ({
    ...dated,
    from: readTime(dated.from, zone),
    until: dated.until === null ? null : readTime(dated.until, zone),
  })
  const { ratings, certificates, ...rest } = fields
  return {
    id: id_,
    ...rest,
    gtin: readKey(rest.gtin, parseGtin),
    ratings: ratings.map(resolve),
    certificates: certificates.map(resolve),
  }
}

export function viewProduct(product: Product, zone: string): z.input<typeof productView> {
  const view = <Dated extends { readonly from: number; readonly until: number | null }>(
    dated: Dated,
  ) => ({
    ...dated,
    from: formatOptional(zone, dated.from) ?? '',
    until: formatOptional(zone, dated.until),
  })
  const { ratings, certificates, ...rest } = product
  return { ...rest, ratings: ratings.map(view), certificates: certificates.map(view) }
}
