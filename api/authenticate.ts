import { createHash, timingSafeEqual } from 'node:crypto'

import type { FastifyReply, FastifyRequest } from 'fastify'

import { RequestProblem } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route asks for no token. Every route is closed unless it says so. */
    open?: boolean
  }
}

export const authenticationScheme = {
  type: 'http',
  scheme: 'bearer',
  description: 'The admin token: the file admin-token of the data folder, or NGUON_ADMIN_TOKEN.',
} as const

const DETAIL = {
  vi: 'Hãy gửi "Authorization: Bearer <mã>". Mã ở trong tệp admin-token của thư mục dữ liệu, hoặc là NGUON_ADMIN_TOKEN.',
  en: 'Send "Authorization: Bearer <token>". The token is in the file admin-token of the data folder, or what NGUON_ADMIN_TOKEN says.',
}

/** A hook that lets a request through when it carries the admin token (RFC 6750 §2.1) or when its route is open. */
export function createAuthentication(adminToken: string) {
  const expected = digest(adminToken)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (request.routeOptions.config.open === true) return
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ', 2)
    if (scheme.toLowerCase() === 'bearer' && timingSafeEqual(digest(token), expected)) return
    reply.header('www-authenticate', 'Bearer realm="nguon"')
    const isMissing = request.headers.authorization === undefined
    throw new RequestProblem('unauthorized', 'UNAUTHORIZED', {
      vi: `${isMissing ? 'Không nhận được mã' : 'Đã nhận một mã sai'}. ${DETAIL.vi}`,
      en: `${isMissing ? 'No token' : 'A wrong token'} was received. ${DETAIL.en}`,
    })
  }
}

/** Equal lengths, so that the comparison takes the same time whatever was received. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
