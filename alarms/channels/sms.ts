import type { Message } from '#domain/notification/message.ts'
import { parsePhone } from '#domain/notification/phone.ts'

import type { Channel, Receipt } from './contract.ts'
import { call, excerpt, fail, requireSuccess, type Provider } from './http.ts'
import { requireAddress } from './require-address.ts'
import { formatSms } from './sms-text.ts'
import { fillTemplate, type Encoding } from './template.ts'

/** A gateway of any provider that takes an SMS as one HTTP request. `{phone}`, `{text}` and `{key}` are filled in. */
export interface SmsOptions {
  /** May hold secrets. */
  readonly url: string
  readonly method: 'POST' | 'GET'
  /** May hold secrets. */
  readonly headers: Readonly<Record<string, string>>
  /** May hold secrets; with GET nothing is sent. */
  readonly body: string
  /** What stands in an answer of success: most providers answer 200 whatever happened. Empty: the status says all. */
  readonly success: string
  readonly segmentsMax: number
}

const CODES = { 401: 'CHANNEL_CONFIGURATION', 402: 'CHANNEL_CONFIGURATION' } as const

/** Sends unaccented text: with Vietnamese letters 70 characters fit into a paid segment, without them 160. */
export function createSms(options: SmsOptions): Channel {
  const provider = { name: `SMS (${new URL(options.url).host})`, secrets: listSecrets(options) }
  return {
    name: 'sms',
    isIdempotent: false,
    async send(address, message, signal) {
      requireAddress('sms', address)
      const phone = parsePhone(address) ?? address
      return send({ options, provider, phone }, message, signal)
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

interface Sending {
  readonly options: SmsOptions
  readonly provider: Provider
  readonly phone: string
}

async function send(
  { options, provider, phone }: Sending,
  message: Message,
  signal: AbortSignal,
): Promise<Receipt> {
  const { method, headers, segmentsMax, success } = options
  const text = formatSms(message, segmentsMax)
  const fill = (template: string, encoding: Encoding) =>
    fillTemplate(template, { phone, text, key: message.key }, encoding)
  const url = fill(options.url, 'url')
  const filled = fill(options.body, encodingOf(headers))
  const body = method === 'GET' ? {} : { body: filled }
  const answer = await call(provider, { url, method, headers, ...body, signal })
  requireSuccess(provider, answer, CODES)
  if (answer.text.includes(success)) return {}
  const what = `${provider.name} did not say that it took the message in`
  throw fail(provider, 'CHANNEL_REFUSED', `${what}${excerpt(provider, answer.text)}`)
}

function encodingOf(headers: SmsOptions['headers']): Encoding {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (type?.includes('json') === true) return 'json'
  if (type?.includes('xml') === true) return 'xml'
  return type?.includes('x-www-form-urlencoded') === true ? 'url' : 'none'
}

/** What stands after `=`, `:` or `>` in what people gave, and every header and part of the path: any may be the password. */
function listSecrets({ url, headers, body }: SmsOptions): string[] {
  const { search, pathname, username, password } = new URL(url)
  const values = [search, body].flatMap((text) =>
    Array.from(text.matchAll(/[=:>]\s*"?([^"&<>]+)/g), ([, value = '']) => value),
  )
  const texts = Object.values(headers)
  const words = texts.flatMap((text) => text.split(/[\s=,]+/))
  const given = [username, password, ...values, ...texts, ...words, ...pathname.split('/')]
  return given.filter(isTelling).flatMap((value) => [value, decodeWhole(value)])
}

/** A shorter one is a number or a word such as `send`, without which an error says nothing. */
function isTelling(value: string): boolean {
  return value.length >= 6
}

function decodeWhole(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
