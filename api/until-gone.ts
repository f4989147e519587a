import type { FastifyReply } from 'fastify'

/** Fastify's own signal is aborted as soon as the body of a request has been read. */
export function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}
