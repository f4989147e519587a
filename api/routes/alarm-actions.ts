import { z } from 'zod'

import type { AlarmCommand } from '#domain/alarm/command.ts'
import type { Instant } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'

import { alarmEventShape, alarmShape, toAlarmView, toEventView } from '../alarm-shape.ts'
import type { ApiOptions } from '../options.ts'
import { durationParameter, numberedId, shortText, timeParameter, timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requirePerson } from '../require-person.ts'
import type { App } from '../server.ts'
import { resolveTime, type WrittenTime } from '../written-time.ts'
import { zoneOf } from '../zone-of.ts'

const by = shortText.meta({ description: 'Who does it.', examples: ['Lan'] })
const reason = shortText.meta({ description: 'Why.', examples: ['Bể đang rửa'] })

const doing = z.strictObject({ by, reason: reason.optional() }, 'a JSON object')
const reasoned = z.strictObject({ by, reason }, 'a JSON object')
const shelving = z.strictObject(
  {
    by,
    reason,
    duration: durationParameter({
      description: 'At most the maxTimeShelved of its limit.',
      examples: ['PT2H'],
    }),
    oneShot: z
      .boolean('true or false')
      .optional()
      .meta({ description: 'true: it ends when the alarm clears, if that comes first.' }),
  },
  'a JSON object',
)
const commentText = z
  .string('a text')
  .trim()
  .min(1, 'a text')
  .max(2_000, 'at most 2000 characters')
  .meta({ examples: ['Bơm bị kẹt, đã thông.'] })
const comment = z.strictObject({ by, text: commentText }, 'a JSON object')
const correction = z.strictObject(
  {
    by,
    text: commentText,
    at: timeParameter({
      description: 'When it was done; now when not given, no time in the future.',
      examples: ['2026-10-01T07:30:00+07:00'],
    }).optional(),
  },
  'a JSON object',
)
const assignment = z.strictObject(
  {
    by,
    reason: reason.optional(),
    assignee: shortText
      .nullable()
      .meta({ description: 'Id of a person, who is told of it; null: nobody.', examples: ['lan'] }),
  },
  'a JSON object',
)

const params = z.strictObject({ id: numberedId('an alarm') })
const querystring = z.strictObject({ timezone })

function createSchema<Body extends z.ZodType>(operationId: string, summary: string, body: Body) {
  const problems = problemResponses('bad-request', 'not-found', 'conflict')
  const response = { 200: alarmShape, ...problems }
  return { operationId, tags: ['alarms'], summary, params, querystring, body, response }
}

const assigning = createSchema('assignAlarm', 'Say who is to answer it', assignment)
const SCHEMAS = {
  acknowledge: createSchema('acknowledgeAlarm', 'Say that somebody answers it', doing),
  shelve: createSchema('shelveAlarm', 'Keep it silent for a time', shelving),
  unshelve: createSchema('unshelveAlarm', 'Shelve it no longer', doing),
  stop: createSchema(
    'takeAlarmOutOfService',
    'Keep it silent while somebody works on it',
    reasoned,
  ),
  resume: createSchema('returnAlarmToService', 'The work is done', doing),
  assign: {
    ...assigning,
    response: { ...assigning.response, ...problemResponses('unprocessable-content') },
  },
}
const noted = { 201: alarmEventShape, ...problemResponses('bad-request', 'not-found') }
const commenting = {
  ...createSchema('commentAlarm', 'Write down what was seen or thought', comment),
  response: noted,
}
const correcting = {
  ...createSchema('addCorrectiveAction', 'Write down what was done about the cause', correction),
  response: noted,
}

/** What people do to alarms. Until people have accounts, `by` is what the request says. */
export function registerAlarmActions(app: App, options: ApiOptions): void {
  const { alarms } = options.registry
  const act = async (id: number, command: AlarmCommand, query: { timezone?: string | undefined }) =>
    toAlarmView(await alarms.act(id, command), zoneOf(options, query))
  const url = (what: string) => `/api/v1/alarms/:id/${what}` as const

  app.post(
    url('acknowledge'),
    { schema: SCHEMAS.acknowledge },
    async ({ params: one, query, body }) =>
      act(one.id, { kind: 'acknowledge', at: Date.now(), ...withoutAbsent(body) }, query),
  )
  app.post(url('shelve'), { schema: SCHEMAS.shelve }, async ({ params: one, query, body }) => {
    const { oneShot = false, ...rest } = body
    return await act(one.id, { kind: 'shelve', at: Date.now(), ...rest, oneShot }, query)
  })
  app.post(url('unshelve'), { schema: SCHEMAS.unshelve }, async ({ params: one, query, body }) =>
    act(one.id, { kind: 'unshelve', at: Date.now(), ...withoutAbsent(body) }, query),
  )
  app.post(
    url('take-out-of-service'),
    { schema: SCHEMAS.stop },
    async ({ params: one, query, body }) =>
      act(one.id, { kind: 'take-out-of-service', at: Date.now(), ...body }, query),
  )
  app.post(
    url('return-to-service'),
    { schema: SCHEMAS.resume },
    async ({ params: one, query, body }) =>
      act(one.id, { kind: 'return-to-service', at: Date.now(), ...withoutAbsent(body) }, query),
  )
  app.post(url('assign'), { schema: SCHEMAS.assign }, async ({ params: one, query, body }) => {
    await requirePerson(options.registry, body.assignee)
    const { assignee } = body
    const assigned = { at: Date.now(), assignee, ...withoutAbsent(body) }
    return toAlarmView(await alarms.assign(one.id, assigned), zoneOf(options, query))
  })
  app.post(url('comments'), { schema: commenting }, async ({ params: one, query, body }, reply) => {
    const event = await alarms.comment(one.id, { at: Date.now(), ...body })
    reply.code(201)
    return toEventView(event, zoneOf(options, query))
  })
  app.post(
    url('corrective-actions'),
    { schema: correcting },
    async ({ params: one, query, body: { at, ...done } }, reply) => {
      const zone = zoneOf(options, query)
      const note = { ...done, at: toDoneAt(at, zone), kind: 'corrective-action' } as const
      const event = await alarms.comment(one.id, note)
      reply.code(201)
      return toEventView(event, zone)
    },
  )
}

function toDoneAt(written: WrittenTime | undefined, zone: string): Instant {
  const now = Date.now()
  if (written === undefined) return now
  const at = resolveTime(written, zone)
  if (at <= now) return at
  const detail = {
    vi: `Trường 'at' là ${formatInstant(zone, at)}; phải là thời điểm không nằm trong tương lai.`,
    en: `Field 'at' is ${formatInstant(zone, at)}; accepted is a time that is not in the future.`,
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}

function withoutAbsent({ by: who, reason: why }: { by: string; reason?: string | undefined }) {
  return why === undefined ? { by: who } : { by: who, reason: why }
}
