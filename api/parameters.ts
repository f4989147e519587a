import { z } from 'zod'

import { ID_PATTERN, ID_RULE } from '#domain/id.ts'
import { PLACE_KINDS } from '#domain/place.ts'
import { isZone } from '#domain/zone.ts'

import { parseDuration, parseWrittenTime } from './written-time.ts'

/** What requests may carry. Each schema's message says what is accepted; see `validation.ts`. */

export const TIME_RULE =
  'RFC 3339 such as 2026-10-01T07:30:00+07:00, or without offset (2026-10-01T07:30:00, 2026-10-01) and then meant in `timezone`'

export const id = z.string(ID_RULE).regex(ID_PATTERN, ID_RULE)

/** For the OpenAPI document. It belongs to the text: what a schema becomes after reading is nobody's business outside. */
interface Explained {
  readonly description: string
  readonly examples: readonly string[]
}

export function timeParameter(explained: Explained) {
  return z
    .string(TIME_RULE)
    .meta({ ...explained, examples: [...explained.examples] })
    .transform((text, context) => {
      const time = parseWrittenTime(text)
      if (time !== undefined) return time
      context.addIssue({ code: 'custom', message: TIME_RULE })
      return z.NEVER
    })
}

const DURATION_RULE =
  'a duration such as 15m, 1h, 1d or PT15M, PT1H, P1D, at least one second, at most 3660d'

export function durationParameter(explained: Explained) {
  return z
    .string(DURATION_RULE)
    .meta({ ...explained, examples: [...explained.examples] })
    .transform((text, context) => {
      const milliseconds = parseDuration(text)
      if (milliseconds !== undefined) return milliseconds
      context.addIssue({ code: 'custom', message: DURATION_RULE })
      return z.NEVER
    })
}

const ZONE_RULE = 'an IANA time zone such as Asia/Ho_Chi_Minh'

export const zone = z.string(ZONE_RULE).refine(isZone, ZONE_RULE)

export const timezone = zone.optional().meta({
  description:
    'Zone of the times in the answer and of times given without offset. Default: NGUON_TIMEZONE.',
  examples: ['Asia/Ho_Chi_Minh'],
})

/** A whole number in a path or a query string. `meaning`: what it is the number of. */
export function wholeNumber(
  [min, max]: readonly [number, number],
  explained: Explained,
  meaning?: string,
) {
  const number = `a whole number from ${min} to ${max}`
  const rule = meaning === undefined ? number : `${meaning}, ${number}`
  const isWithin = (text: string) =>
    /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max
  return z
    .string(rule)
    .refine(isWithin, rule)
    .meta({ ...explained, examples: [...explained.examples] })
    .transform(Number)
}

/** The id of what the registry numbers. */
export function numberedId(kind: string) {
  return wholeNumber([1, 999_999_999_999], { description: `Id of ${kind}.`, examples: ['1'] })
}

export const deviceName = id.meta({ description: 'Id of a device.', examples: ['vat-01'] })
/** One of something, or none where people choose among what there is and nothing is. */
export const idOrNone = z
  .string(ID_RULE)
  .refine((text) => text === '' || ID_PATTERN.test(text), ID_RULE)
export const placeName = id.meta({ description: 'Id of a place.', examples: ['vat-house-1'] })
export const siteName = id.meta({ description: 'Id of a site.', examples: ['phu-khuong'] })
export const channelName = z
  .string('the name of a channel, such as temperature/top')
  .min(1, 'the name of a channel, such as temperature/top')
  .max(64, 'the name of a channel, at most 64 characters')
  .meta({ description: 'Name of a channel of the device.', examples: ['temperature/top'] })

/** Names of one answer; the address of a request has an end too. */
const NAMES_MAX = 500

interface Listed extends Explained {
  /** Where people choose among what stands somewhere, there may be nothing to choose: none of it is asked for then, not all. */
  readonly mayBeNone?: true
}

/** One name or several with commas between them: `vat-01,vat-02`. */
export function namesOf<Name extends string>(name: z.ZodType<Name>, explained: Listed) {
  const rule = `one name or several separated by commas, at most ${NAMES_MAX}`
  return z
    .string(rule)
    .meta({ description: explained.description, examples: [...explained.examples] })
    .transform((text, context) => {
      if (text === '' && explained.mayBeNone === true) return []
      const names = z.array(name).max(NAMES_MAX, rule).safeParse(text.split(','))
      if (names.success) return [...new Set(names.data)]
      context.addIssue({ code: 'custom', message: names.error.issues[0]?.message ?? rule })
      return z.NEVER
    })
}

export const deviceNames = namesOf(deviceName, {
  description: 'Ids of devices, separated by commas; empty names none, and none is answered.',
  examples: ['vat-01', 'vat-01,vat-02'],
  mayBeNone: true,
})
export const placeKind = z
  .enum(PLACE_KINDS, `one of ${PLACE_KINDS.join(', ')}`)
  .meta({ examples: ['vat'] })
export const placeKinds = namesOf(placeKind, {
  description: 'Kinds of places, separated by commas.',
  examples: ['vat', 'room,cold-room'],
})
export const placeNames = namesOf(placeName, {
  description: 'Ids of places, separated by commas; empty names none, and none is answered.',
  examples: ['vat-house-1', 'vat-house-1,vat-house-2'],
  mayBeNone: true,
})
export const siteNames = namesOf(siteName, {
  description: 'Ids of sites, separated by commas; empty names none, and none is answered.',
  examples: ['phu-khuong'],
  mayBeNone: true,
})
export const channelNames = namesOf(channelName, {
  description: 'Names of channels, separated by commas.',
  examples: ['temperature/top', 'temperature/top,level'],
})

export const absent = z
  .enum(['error', 'empty'], 'error or empty')
  .optional()
  .meta({
    description:
      'What becomes of named channels that none of the devices has: a 404 that lists those they have, or no rows.',
    examples: ['error'],
  })

const TEXT_RULE = 'a text of 1 to 200 characters'
export const shortText = z.string(TEXT_RULE).trim().min(1, TEXT_RULE).max(200, TEXT_RULE)

const BILINGUAL_RULE = 'an object with the texts "vi" and "en"'
export const bilingualText = z.strictObject({ vi: shortText, en: shortText }, BILINGUAL_RULE)
