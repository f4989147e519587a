import { z } from 'zod'

import type { Subscription } from '#store/trace/events-contract.ts'
import { findFlaws } from '#trace/epcis/flaws.ts'
import type { Json, JsonObject } from '#trace/epcis/json.ts'
import { time } from '#trace/epcis/shapes.ts'

import { EpcisProblem } from './problem.ts'
import { scheduleShape } from './schedule.ts'

const DEST = 'an address that begins with https:// or http://, without a name and password'
const flag = (accepted: string) => z.boolean(accepted).optional()

const shape = z.strictObject(
  {
    dest: z.string(DEST).max(2_000, DEST).refine(isAddress, DEST),
    signatureToken: z
      .string('a text from 16 to 200 characters')
      .min(16, 'a text from 16 to 200 characters')
      .max(200, 'a text from 16 to 200 characters')
      .optional(),
    stream: flag('true'),
    schedule: scheduleShape.optional(),
    reportIfEmpty: flag('true or false'),
    initialRecordTime: time.optional(),
  },
  'an object {"dest": "https://…", "signatureToken": "…", "stream": true}',
)
export type Wanted = z.output<typeof shape>

/** Throws a problem that says what is wrong. */
export function readWanted(body: unknown): Wanted {
  const flaws = findFlaws(shape, body)
  if (flaws.length > 0) {
    const errors = flaws.map(({ pointer, detail }) => ({
      in: 'body' as const,
      name: pointer,
      detail,
    }))
    throw new EpcisProblem(
      'ValidationException',
      flaws.map(({ detail }) => detail).join(' '),
      errors,
    )
  }
  const wanted = shape.parse(body)
  // EPCIS 2.0 §12.7.4: one of the two, so that nobody gets a stream by accident.
  if ((wanted.stream === true) === (wanted.schedule !== undefined)) {
    const detail =
      'Received were both or none of "stream": true and "schedule"; accepted is one of them.'
    throw new EpcisProblem('SubscriptionControlsException', detail)
  }
  return wanted
}

/** What is told of it; never its secret. */
export function writeSubscription(subscription: Subscription): JsonObject {
  const { id, query, body, createdAt, toldAt, error } = subscription
  return {
    subscriptionID: id,
    queryName: query,
    ...body,
    createdAt: new Date(createdAt).toISOString(),
    ...(toldAt === null ? {} : { lastNotifiedAt: new Date(toldAt).toISOString() }),
    // Ours: why the subscriber has not been told.
    ...(error === null
      ? {}
      : { 'nguon:lastError': error, 'nguon:attempts': subscription.attempts }),
  }
}

/** The body that is kept. */
export function withoutSecret({ signatureToken: _secret, ...rest }: Wanted): JsonObject {
  return JSON.parse(JSON.stringify(rest)) as Exclude<
    Json,
    string | number | boolean | null
  > as JsonObject
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return ['https:', 'http:'].includes(protocol) && username === '' && password === ''
}
