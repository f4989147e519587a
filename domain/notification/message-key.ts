import type { Instant } from '../time.ts'

/** Crockford's: no I, L, O, U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_LETTERS = 10
const RANDOM_LETTERS = 16

/** 26 letters and digits, in the order of their making (as a ULID is: 48 bits of time, 80 of chance). */
export function createMessageKey(now: Instant): string {
  let time = ''
  for (let rest = now; time.length < TIME_LETTERS; rest = Math.floor(rest / 32)) {
    time = `${LETTERS[rest % 32]}${time}`
  }
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_LETTERS))
  const chance = Array.from(bytes, (byte) => LETTERS[byte % 32])
  return time + chance.join('')
}
