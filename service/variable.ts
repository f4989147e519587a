import { z } from 'zod'

/** One environment variable: how its text is read, and what a person must know to set it. */
export interface Variable<T> {
  readonly schema: z.ZodType<T, string | undefined>
  readonly fallback: string
  readonly accepted: string
  /** What setting it changes, in one sentence; the README's table is checked against it. */
  readonly meaning: string
  /** Never shown, not even a wrong one. */
  readonly secret?: boolean
}

/** The value a person gave, or the fallback; an empty value counts as not given, as in compose files. */
export function given(fallback: string) {
  return z
    .string()
    .optional()
    .transform((received) => received?.trim() || fallback)
}

export function integer(
  fallback: number,
  [min, max]: readonly [number, number],
  meaning: string,
): Variable<number> {
  const accepted = `a whole number from ${min} to ${max}`
  const schema = given(String(fallback))
    .pipe(z.string().regex(/^\d{1,15}$/))
    .transform(Number)
    .pipe(z.number().min(min).max(max))
  return { schema, fallback: String(fallback), accepted, meaning }
}

export function port(fallback: number, meaning: string): Variable<number> {
  return integer(fallback, [0, 65_535], `${meaning}; 0 = any free port, printed at the start`)
}

export function text(fallback: string, meaning: string): Variable<string> {
  return { schema: given(fallback), fallback, accepted: 'any text', meaning }
}

/** What opens something: '' when not given, and never so short that it can be guessed. */
export function token(charactersMin: number, meaning: string): Variable<string> {
  const isSafe = (value: string) =>
    value === '' || (value.length >= charactersMin && /^[\x21-\x7e]+$/.test(value))
  const schema = given('').refine(isSafe)
  const accepted = `at least ${charactersMin} visible ASCII characters without spaces`
  return { schema, fallback: '', accepted, meaning, secret: true }
}

/** What opens something that is not ours: taken as it is. */
export function secretText(meaning: string): Variable<string> {
  return { ...text('', meaning), secret: true }
}

/** The file that holds the secret variable whose name is this one's without `_FILE`. */
export function secretFile(name: string): Variable<string> {
  return text('', `File that holds ${name}, instead of it: what containers and systemd hand over`)
}

export function choice<const T extends string>(
  words: readonly [T, ...T[]],
  meaning: string,
): Variable<T> {
  const [fallback] = words
  const schema = given(fallback).pipe(z.enum(words))
  return { schema, fallback, accepted: `one of ${words.join(', ')}`, meaning }
}

/**
 * An http(s) address, or '' when not given. No user or password in it: addresses are shown, in logs and in health;
 * `credentials` names the variables that take them; empty: there are none.
 */
export function httpUrl(credentials: string, meaning: string): Variable<string> {
  const isUrl = (url: string) => url === '' || /^https?:\/\/[^\s/@][^\s@]*$/.test(url)
  const schema = given('').refine(isUrl)
  const place = credentials === '' ? '' : `, which go to ${credentials}`
  const accepted = `an http:// or https:// address without user and password${place}`
  return { schema, fallback: '', accepted, meaning }
}

/** The name of a header of HTTP (RFC 9110 §5.1), or '' when not given. */
export function headerName(meaning: string): Variable<string> {
  const schema = given('').refine((name) => /^[A-Za-z0-9-]{0,64}$/.test(name))
  const accepted = 'the name of a header: letters a–z, digits and "-"'
  return { schema, fallback: '', accepted, meaning }
}

/** Where MQTT is spoken, or '' when not given. */
export function gatewayUrl(meaning: string): Variable<string> {
  const isUrl = (url: string) => url === '' || /^mqtts?:\/\/[^\s/@]+$/.test(url)
  const schema = given('').refine(isUrl)
  const accepted = 'an mqtt:// or mqtts:// address without user and password'
  return { schema, fallback: '', accepted, meaning }
}

export function timezone(fallback: string, meaning: string): Variable<string> {
  const schema = given(fallback).refine(isTimezone)
  return { schema, fallback, accepted: 'an IANA time zone such as Asia/Ho_Chi_Minh', meaning }
}

function isTimezone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
