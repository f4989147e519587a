import type { FastifyReply } from 'fastify'

/** Fastify's own signal is aborted as soon as the body of a request has been read. */
export function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
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
    const detail = "Fields 'days' and 'from' are both given; give one of them."
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
  const detail = `${TRIALS_MAX} limits are being tried at the moment; try again when one is done.`
  throw new RequestProblem('unavailable', 'TRIALS_BUSY', detail)
}
