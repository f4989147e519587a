import { toMessage } from '#domain/error.ts'

import type { ChannelError } from './error.ts'
import { excerpt, fail, notNow, type Provider } from './http.ts'

/** Codes of nodemailer: nobody answered, or only half. */
const UNREACHABLE = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'EABORT', 'EPROXY'])
/** A login that is refused, no encryption where it is needed: a person must change the settings. */
const CONFIGURATION = new Set(['EAUTH', 'ENOAUTH', 'ETLS', 'ECONFIG'])
/** Codes of TLS that come as ESOCKET: the certificate is not one to trust. */
const CERTIFICATE = /certificate|altname|CERT_|SELF_SIGNED/i

/** What a failed letter means; `server` is named and its secrets hidden. */
export function toEmailError(error: unknown, server: Provider): ChannelError {
  const code = readCode(error)
  const status = readStatus(error)
  const words = excerpt(server, toMessage(error)).replace(/^: /, '')
  // RFC 5321 §4.2.1: 4yz may succeed later as it is, also a login; greylisting is one.
  if (status >= 400 && status < 500) {
    return notNow(server, `${server.name} refused the message for now (${words})`)
  }
  if (CONFIGURATION.has(code) || CERTIFICATE.test(words)) {
    const what = `${server.name} cannot be used (${words})`
    return fail(server, 'CHANNEL_CONFIGURATION', `${what}; check NGUON_SMTP_URL`)
  }
  if (status >= 500) {
    return fail(server, 'CHANNEL_REFUSED', `${server.name} refused the message (${words})`)
  }
  if (UNREACHABLE.has(code)) {
    const what = code === 'EABORT' ? 'did not answer in time' : `cannot be reached (${words})`
    return fail(server, 'CHANNEL_UNREACHABLE', `${server.name} ${what}; it is tried again`)
  }
  if (code === 'EPROTOCOL') {
    const what = `${server.name} does not speak as a mail server does (${words})`
    return notNow(server, what)
  }
  return fail(server, 'CHANNEL_REFUSED', `the message cannot be sent (${words})`)
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function readStatus(error: unknown): number {
  return error instanceof Error && 'responseCode' in error ? Number(error.responseCode) || 0 : 0
}
