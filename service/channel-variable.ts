import { z } from 'zod'

import { isZnsFieldName, type ZnsField } from '#domain/notification/zns-fields.ts'

import { given, type Variable } from './variable.ts'

/** An address that may hold a password, so it is never shown; '' when not given. */
export function secretUrl(schemes: readonly string[], meaning: string): Variable<string> {
  const schema = given('').refine((text) => text === '' || isUrl(text, schemes))
  const names = schemes.map((scheme) => `${scheme}://`).join(' or ')
  return { schema, fallback: '', accepted: `an ${names} address`, meaning, secret: true }
}

/** Where a provider is found. */
export function providerUrl(fallback: string, meaning: string): Variable<string> {
  const schema = given(fallback)
    .refine((url) => /^https?:\/\/[^\s/@][^\s@]*$/.test(url))
    .transform((url) => url.replace(/\/+$/, ''))
  const accepted = 'an http:// or https:// address without user and password'
  return { schema, fallback, accepted, meaning }
}

/** Who a letter is from. A line end would begin a header of its own. */
export function mailbox(meaning: string): Variable<string> {
  const isMailbox = (text: string) =>
    /^(?:[^<>@\p{Cc}]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(text)
  const schema = given('').refine((text) => text === '' || isMailbox(text))
  const accepted = 'an e-mail address, alone or after a name in angle brackets'
  return { schema, fallback: '', accepted, meaning }
}

/** Where an operator is reached. */
export function contact(meaning: string): Variable<string> {
  const isContact = (text: string) =>
    /^(?:mailto:[^\s@]+@[^\s@]+\.[^\s@]+|https:\/\/\S+)$/.test(text)
  const schema = given('').refine((text) => text === '' || isContact(text))
  return { schema, fallback: '', accepted: 'a mailto: or https:// address', meaning }
}

export function hosts(meaning: string): Variable<string[]> {
  const schema = given('')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim())
        .filter((host) => host !== ''),
    )
    .pipe(z.array(z.string().regex(/^(?:\*\.)?[\w.-]+(?::\d+)?$/)))
  const accepted = 'hosts separated by commas, with a port where it is not that of https'
  return { schema, fallback: '', accepted, meaning }
}

/** Names and values of HTTP headers. */
export function headers(meaning: string): Variable<Record<string, string>> {
  const schema = given('{}')
    .transform(parseJson)
    .pipe(z.record(z.string().regex(/^[\w-]+$/), z.string().regex(/^[\x20-\x7e]*$/)))
  const accepted = 'a JSON object of texts'
  return { schema, fallback: '{}', accepted, meaning, secret: true }
}

/** `whsec_` and 24 to 64 bytes as base64: what Standard Webhooks accepts. */
export function webhookSecret(meaning: string): Variable<string> {
  const isSecret = (text: string) => /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/.test(text)
  const schema = given('').refine((text) => text === '' || isSecret(text))
  const accepted = 'whsec_ and 24 to 64 bytes as base64'
  return { schema, fallback: '', accepted, meaning, secret: true }
}

export function znsFields(fallback: string, meaning: string): Variable<ZnsField[]> {
  const schema = given(fallback)
    .transform((text) => text.split(',').map((part) => parseField(part.trim())))
    .pipe(z.array(z.custom<ZnsField>((field) => field !== undefined)))
  const accepted =
    'names with their characters, such as place:30, separated by commas; names are subject, site, place, name, value, limit, since, response, count and link'
  return { schema, fallback, accepted, meaning }
}

function parseField(text: string): ZnsField | undefined {
  const [, name = '', digits = ''] = /^(\w+):(\d{1,4})$/.exec(text) ?? []
  const charactersMax = Number(digits)
  return isZnsFieldName(name) && charactersMax > 0 ? { name, charactersMax } : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** User and password percent-encoded, so that they can be read. */
function isUrl(text: string, schemes: readonly string[]): boolean {
  const url = URL.parse(text)
  if (url === null || url.hostname === '' || !schemes.includes(url.protocol.slice(0, -1)))
    return false
  try {
    return decodeURIComponent(`${url.username}${url.password}`).length >= 0
  } catch {
    return false
  }
}
