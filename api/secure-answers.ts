import type { FastifyReply, FastifyRequest } from 'fastify'

/** Answers are data: no browser runs them, frames them, guesses their type, keeps them or tells where it was. */
export async function secureAnswers(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
}
