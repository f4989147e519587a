import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'
import { CHANNELS, type ChannelName } from '#domain/notification/notice.ts'
import { WALL_TIME_PATTERN } from '#domain/notification/wall-clock.ts'

import { id, placeKind, shortText, siteName, zone } from './parameters.ts'
import { parseDuration } from './written-time.ts'

/** Who is told, as requests and answers carry it; all is as in `domain/notification/`, durations are ISO 8601. */

const CHANNEL_NAMES = Object.keys(CHANNELS) as [ChannelName, ...ChannelName[]]
export const channel = z
  .enum(CHANNEL_NAMES, `one of ${CHANNEL_NAMES.join(', ')}`)
  .meta({ examples: ['email'] })
export const personName = id.meta({ description: 'Id of a person.', examples: ['lan'] })

const WALL_TIME_RULE = 'a time of day such as 06:30, from 00:00 to 23:59'
const wallTime = z
  .string(WALL_TIME_RULE)
  .regex(WALL_TIME_PATTERN, WALL_TIME_RULE)
  .meta({ examples: ['06:30'] })
const SPAN_RULE = 'an object with from and until, which differ, or null'
const dailySpan = z
  .strictObject({ from: wallTime, until: wallTime }, SPAN_RULE)
  .refine(({ from, until }) => from !== until, SPAN_RULE)
  .meta({ description: 'By the clock on the wall; over midnight when `from` is the later one.' })

const ADDRESS_RULE = 'the address on the channel, at most 4000 characters'
const address = z.strictObject(
  {
    channel,
    address: z
      .string(ADDRESS_RULE)
      .trim()
      .min(1, ADDRESS_RULE)
      .max(4_000, ADDRESS_RULE)
      .meta({ examples: ['lan@example.com'] }),
    use: z
      .enum(['always', 'fallback'], 'one of always, fallback')
      .default('always')
      .meta({ description: 'fallback: only when a message could not be handed over elsewhere.' }),
  },
  'an object with channel and address',
)

export const personFields = {
  name: shortText.meta({ examples: ['Lan'] }),
  language: z
    .enum(['vi', 'en'], 'one of vi, en')
    .default('vi')
    .meta({ examples: ['vi'] }),
  timezone: zone.optional().meta({ description: 'Default: NGUON_TIMEZONE.' }),
  addresses: z
    .array(address, 'a list of addresses')
    .max(10, 'at most 10 addresses')
    .default([])
    .meta({ examples: [[{ channel: 'email', address: 'lan@example.com', use: 'always' }]] }),
  quietHours: dailySpan
    .nullable()
    .default(null)
    .meta({
      description: 'When only high and urgent alarms may disturb.',
      examples: [{ from: '21:30', until: '05:30' }],
    }),
}

const STEP_RULE = 'a duration such as PT15M or 15m, PT0S for at once, at most 3660d'
const after = z
  .string(STEP_RULE)
  .refine((written) => parseAfter(written) !== undefined, STEP_RULE)
  .default('PT0S')
  .meta({ description: 'How long after the alarm asked.', examples: ['PT15M'] })

export function parseAfter(written: string): number | undefined {
  return /^(PT0S|0s)$/i.test(written) ? 0 : parseDuration(written)
}

const RECIPIENT_RULE = 'an object with either person or roster'
const recipient = z.union(
  [
    z.strictObject({ person: personName }),
    z.strictObject({ roster: id.meta({ description: 'Id of a roster.', examples: ['ca-truc'] }) }),
  ],
  RECIPIENT_RULE,
)
const RECIPIENTS_RULE = 'a list of 1 to 50 people or rosters'
const step = z.strictObject(
  {
    after,
    to: z
      .array(recipient, RECIPIENTS_RULE)
      .min(1, RECIPIENTS_RULE)
      .max(50, RECIPIENTS_RULE)
      .meta({ examples: [[{ person: 'lan' }]] }),
  },
  'an object with after and to',
)

const everything = 'Empty: all.'
const STEPS_RULE = 'a list of 1 to 10 steps'
export const routeFields = {
  sites: listOf(siteName, 'sites').meta({ description: everything, examples: [['phu-khuong']] }),
  placeKinds: listOf(placeKind, 'kinds of places').meta({ description: everything }),
  priorities: listOf(z.enum(PRIORITIES, `one of ${PRIORITIES.join(', ')}`), 'priorities').meta({
    description: everything,
    examples: [['high', 'urgent']],
  }),
  hours: dailySpan
    .nullable()
    .default(null)
    .meta({ description: 'By the clock of the site; null: the whole day.' }),
  weekdays: listOf(
    z.int('a whole number from 1 to 7').min(1, 'from 1 to 7').max(7, 'from 1 to 7'),
    'weekdays',
  ).meta({ description: `1 Monday … 7 Sunday. ${everything}`, examples: [[6, 7]] }),
  channels: listOf(channel, 'channels').meta({ description: everything }),
  steps: z
    .array(step, STEPS_RULE)
    .min(1, STEPS_RULE)
    .max(10, STEPS_RULE)
    .meta({
      examples: [
        [
          { after: 'PT0S', to: [{ roster: 'ca-truc' }] },
          { after: 'PT15M', to: [{ person: 'lan' }] },
        ],
      ],
    }),
  digestAt: wallTime
    .nullable()
    .default(null)
    .meta({
      description: 'When one message a day tells all; null: each alarm is told by itself.',
      examples: [null],
    }),
  tellsEnd: z.boolean('true or false').default(true).meta({
    description: 'Whether those who were told hear when it is over.',
  }),
}

const DAY_RULE = 'a day such as 2026-11-23'
export const rosterFields = {
  name: shortText.meta({ examples: ['Ca trực đêm'] }),
  timezone: zone.optional().meta({ description: 'Default: NGUON_TIMEZONE.' }),
  people: z
    .array(personName, 'a list of 1 to 50 people')
    .min(1, 'a list of 1 to 50 people')
    .max(50, 'a list of 1 to 50 people')
    .meta({ description: 'In their turns.', examples: [['lan', 'minh']] }),
  turnDays: z
    .int('a whole number of days from 1 to 366')
    .min(1, 'from 1 to 366 days')
    .max(366, 'from 1 to 366 days')
    .meta({ examples: [7] }),
  startsOn: z.iso.date(DAY_RULE).meta({ examples: ['2026-11-23'] }),
  handoverAt: wallTime,
}

function listOf<Item extends z.ZodType>(item: Item, what: string) {
  const rule = `a list of ${what}, at most 100`
  return z.array(item, rule).max(100, rule).default([])
}
