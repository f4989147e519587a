import { createTransport, type SendMailOptions } from 'nodemailer'

import type { Message } from '#domain/notification/message.ts'
import { MINUTE, SECOND } from '#domain/time.ts'

import type { Channel, Receipt } from './contract.ts'
import { toLine } from './cut.ts'
import { toEmailError } from './email-error.ts'
import { formatHtml } from './email-html.ts'
import { requireAddress } from './require-address.ts'

export interface EmailOptions {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`. */
  readonly url: string
  /** `Nguồn <nguon@example.vn>`, or the address alone. */
  readonly from: string
}

/** A server that says nothing for so long is asked again later. */
const SILENCE_MAX = 20 * SECOND
/** One that says a little now and then is not waited for without end either. */
const SENDING_MAX = MINUTE

export function createEmail({ url, from }: EmailOptions): Channel {
  const server = readServer(url)
  const transport = createTransport(server.options)
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    name: 'email',
    // Mail programs show a repeated Message-ID once, as a rule; servers deliver it again.
    isIdempotent: false,
    async send(address, message, signal): Promise<Receipt> {
      requireAddress('email', address)
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(SENDING_MAX)])
        const letter = { ...toLetter(message, domain), from, to: address, signal: limit }
        const { response } = await transport.sendMail(letter)
        return { providerId: response }
      } catch (error) {
        throw toEmailError(error, server)
      }
    },
    [Symbol.asyncDispose]: async () => transport.close(),
  }
}

function readServer(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const user = decodeURIComponent(username)
  const pass = decodeURIComponent(password)
  const options = {
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // A password never goes in clear, but over the loopback.
    requireTLS: !secure && user !== '' && !isLoopback(hostname),
    ...(user !== '' && { auth: { user, pass } }),
    connectionTimeout: SILENCE_MAX,
    greetingTimeout: SILENCE_MAX,
    socketTimeout: SILENCE_MAX,
    dnsTimeout: SILENCE_MAX,
    // Nothing of a letter is read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  return { name: `The mail server ${hostname}`, secrets: [pass, user], options }
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function toLetter(message: Message, domain: string): SendMailOptions {
  const { key, subject, text, language, notices } = message
  const isUrgent = notices.some(({ priority }) => priority === 'urgent' || priority === 'high')
  return {
    subject: toLine(subject),
    text,
    html: formatHtml(message),
    messageId: `<${key}@${domain}>`,
    priority: isUrgent ? 'high' : 'normal',
    headers: {
      // RFC 3834 §5: a machine wrote it, so that no other machine answers.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': language,
    },
  }
}
