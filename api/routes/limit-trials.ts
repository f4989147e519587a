import { z } from 'zod'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { canReplay } from '#domain/alarm/replay.ts'
import { DAY, SECOND } from '#domain/time.ts'
import type { Span } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'

import { limitFields, toLimit } from '../limit-shape.ts'
import type { ApiOptions } from '../options.ts'
import { deviceName, id, placeName, timezone } from '../parameters.ts'
import { FieldsProblem, problemResponses, RequestProblem } from '../problem.ts'
import type { App } from '../server.ts'
import { refuseWiderThan, spanParameters, toSpan } from '../span.ts'
import { selectWatched } from '../trial-channels.ts'
import { toTrialView, trialShape } from '../trial-view.ts'
import { runTrial } from '../trial.ts'
import { untilGone } from '../until-gone.ts'
import { resolveTime, type WrittenTime } from '../written-time.ts'
import { zoneOf } from '../zone-of.ts'

const SPAN_MAX = 400 * DAY
const DAYS_DEFAULT = 30
/** What is done by then is the answer; what is not is said. Shorter than any connection of ours may be idle. */
const TRIAL_MS_MAX = 80 * SECOND
const ANSWER_MS_MAX = 100 * SECOND
/** Trials at once; one more is told to come again. */
const TRIALS_MAX = 2

const LIST_RULE = 'a list of ids, at most 500'
const trialFields = {
  id: id.optional().meta({
    description: 'Id of a limit; what its version in force would have done is told beside it.',
    examples: ['vat-temperature-high'],
  }),
  days: z
    .int('whole days from 1 to 400')
    .min(1, 'whole days from 1 to 400')
    .max(400, 'whole days from 1 to 400')
    .optional()
    .meta({
      description: `So many days before \`until\`, in place of \`from\`; ${DAYS_DEFAULT} when neither is given.`,
    }),
  from: spanParameters.from.meta({ description: 'Inclusive.' }),
  until: spanParameters.until,
  place: z.array(placeName, LIST_RULE).max(500, LIST_RULE).optional(),
  device: z.array(deviceName, LIST_RULE).max(500, LIST_RULE).optional(),
}

const bodyShape = z.strictObject({ ...limitFields, ...trialFields }, 'a JSON object')

const attempt = {
  operationId: 'tryLimit',
  tags: ['alarms'],
  summary: 'What a limit would have done in the past; nothing is kept, and nobody needs to approve',
  description: [
    'The limit is replayed over the stored readings of every channel that it would have watched, as if each had been in order at `from`.',
    'Beside it stands what the limit of the same `id` would have done that is in force now.',
    `A span has at most ${SPAN_MAX / DAY} days. What is not reached in ${TRIAL_MS_MAX / SECOND} s is left out, and \`channelsLeftOut\` says how much: name places or devices, or take a shorter span.`,
  ].join('\n\n'),
  querystring: z.strictObject({ timezone }),
  body: bodyShape,
  response: { 200: trialShape, ...problemResponses('bad-request', 'not-found') },
}

export function registerLimitTrials(app: App, options: ApiOptions): void {
  let atWork = 0
  const route = { schema: attempt, handlerTimeout: ANSWER_MS_MAX }
  app.post('/api/v1/limits/try', route, async ({ query, body }, reply) => {
    if (atWork >= TRIALS_MAX) refuseBusy()
    atWork++
    try {
      const signal = AbortSignal.any([untilGone(reply), AbortSignal.timeout(TRIAL_MS_MAX)])
      return await answerTrial(options, { ...body, zone: zoneOf(options, query), signal })
    } finally {
      atWork--
    }
  })
}

type Asked = z.output<typeof bodyShape> & { readonly zone: string; readonly signal: AbortSignal }

async function answerTrial({ registry, readings }: ApiOptions, asked: Asked) {
  const { id: limitId, days, from, until, place, device, zone, signal, ...fields } = asked
  const limit = toLimit(limitId ?? 'tried', fields)
  if (!canReplay(limit)) refuseMeasure(limit)
  const span = toTrialSpan({ days, from, until }, zone)
  const inForce = limitId === undefined ? null : await findInForce(registry, limitId)
  const limits = inForce === null ? [limit] : [limit, inForce.limit]
  const channels = await selectWatched(registry, limits, { place, device, span })
  const wanted = { limit, inForce: inForce?.limit ?? null, channels, signal }
  const trials = await runTrial(readings, wanted)
  const frame = { zone, channelCount: channels.length, inForceVersion: inForce?.version ?? null }
  return toTrialView(trials, { ...span, ...frame })
}

function refuseMeasure({ measure }: AlarmLimit): never {
  const detail = {
    vi: `Giới hạn đo "${measure.kind}", hoặc chỉ xét khi có điều kiện khác, không thử được trên số đo đã lưu; phải là giới hạn mà riêng số đo của kênh quyết định.`,
    en: `A limit that measures "${measure.kind}", or holds only while something else is so, cannot be tried over stored readings; accepted is one that the readings of its channel alone decide.`,
  }
  throw new FieldsProblem('REQUEST_INVALID', [{ in: 'body', name: 'measure.kind', detail }])
}

async function findInForce({ limits }: Registry, limitId: string) {
  const now = Date.now()
  const versions = await limits.versions(limitId)
  const newest = versions.find(({ validFrom }) => validFrom <= now)
  if (newest === undefined || newest.withdrawn) return null
  // Beside one that readings decide alone another would say nothing.
  return canReplay(newest.limit) ? newest : null
}

interface WrittenSpan {
  readonly days: number | undefined
  readonly from: WrittenTime | undefined
  readonly until: WrittenTime | undefined
}

/** Until now at the latest: what is under way counts until then. */
function toTrialSpan({ days, from, until: written }: WrittenSpan, zone: string): Span {
  if (days !== undefined && from !== undefined) {
    const detail = {
      vi: "Có cả hai trường 'days' và 'from'; chỉ nêu một.",
      en: "Fields 'days' and 'from' are both given; give one of them.",
    }
    throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
  }
  const now = Date.now()
  const until = written === undefined ? now : Math.min(now, resolveTime(written, zone))
  const begin = from ?? { instant: until - (days ?? DAYS_DEFAULT) * DAY }
  const span = toSpan({ from: begin, until: { instant: until } }, zone)
  refuseWiderThan(SPAN_MAX, span)
  return span
}

function refuseBusy(): never {
  const detail = {
    vi: `Đang thử ${TRIALS_MAX} giới hạn; hãy thử lại khi xong một.`,
    en: `${TRIALS_MAX} limits are being tried at the moment; try again when one is done.`,
  }
  throw new RequestProblem('unavailable', 'TRIALS_BUSY', detail)
}
