import { z } from 'zod'

import type { Message } from '#domain/notification/message.ts'
import { SECOND } from '#domain/time.ts'

import type { Channel, Receipt } from './contract.ts'
import { cutLines } from './cut.ts'
import { call, excerpt, fail, notNow, readJson, requireSuccess, type Provider } from './http.ts'
import { requireAddress } from './require-address.ts'

export interface TelegramOptions {
  readonly token: string
  /** Telegram's own, or a Bot API server in a country that does not block it. */
  readonly url: string
}

/** Bot API, sendMessage. */
const TEXT_CHARACTERS_MAX = 4096

const saidShape = z.object({
  ok: z.boolean(),
  error_code: z.number().optional(),
  description: z.string().default(''),
  parameters: z
    .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() })
    .default({}),
  result: z.object({ message_id: z.number() }).optional(),
})
type Said = z.infer<typeof saidShape>

/** Blocked by the networks of Vietnam since 2025: never the only way to tell somebody. */
export function createTelegram({ token, url }: TelegramOptions): Channel {
  const provider = { name: 'Telegram', secrets: [token] }
  const target = `${url}/bot${token}/sendMessage`
  return {
    name: 'telegram',
    isIdempotent: false,
    send: async (address, message, signal) => {
      requireAddress('telegram', address)
      const body = JSON.stringify(toBody(address, message))
      return send(provider, { url: target, body, signal })
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

function toBody(address: string, { text }: Message) {
  return {
    chat_id: address,
    text: cutLines(text, TEXT_CHARACTERS_MAX),
    // A preview is made by opening the link, and the link acknowledges.
    link_preview_options: { is_disabled: true },
  }
}

interface Sending {
  readonly url: string
  readonly body: string
  readonly signal: AbortSignal
}

async function send(provider: Provider, sending: Sending): Promise<Receipt> {
  const headers = { 'content-type': 'application/json' }
  const answer = await call(provider, { ...sending, headers })
  // Telegram says in the body what went wrong; where a proxy answers in its place, the status speaks.
  if (answer.status >= 500 || (answer.status >= 400 && !answer.text.startsWith('{'))) {
    requireSuccess(provider, answer)
  }
  const said = readJson(provider, answer, saidShape)
  if (!said.ok) throw toError(provider, said)
  return said.result === undefined ? {} : { providerId: String(said.result.message_id) }
}

function toError(provider: Provider, { error_code: code, description, parameters }: Said) {
  const words = `Telegram refused the message (${code ?? 'no code'}${excerpt(provider, description)})`
  if (code === 429) {
    const { retry_after: wait } = parameters
    const retryAfter = wait === undefined ? undefined : wait * SECOND
    return notNow(provider, words, retryAfter)
  }
  if (code === 401 || code === 404) {
    return fail(provider, 'CHANNEL_CONFIGURATION', `${words}; check NGUON_TELEGRAM_TOKEN`)
  }
  return fail(provider, 'CHANNEL_REFUSED', `${words}${toAdvice(code, parameters)}`)
}

function toAdvice(code: number | undefined, { migrate_to_chat_id: moved }: Said['parameters']) {
  if (moved !== undefined) return `; the group has the chat id ${moved} now`
  return code === 403 ? '; the person must start the bot again, or another address is needed' : ''
}
