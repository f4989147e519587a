import type { Quantity } from '#domain/quantity.ts'
import { convert, toStateValue } from '#domain/unit.ts'

import type { Flaw } from './batch.ts'
import { quote } from './rejection.ts'
import { findSentinel } from './sentinels.ts'

/** A number as text is taken for one only where nobody can read it otherwise: no comma, no unit, no hexadecimal. */
const PLAIN_NUMBER = /^[+-]?\d{1,17}(?:\.\d{1,17})?(?:[eE][+-]?\d{1,3})?$/

/** What a device wrote for a quantity, as a plausible number in the quantity's own unit; else what is wrong with it. */
export function toQuantityValue(written: unknown, quantity: Quantity): number | Flaw {
  const value = toNumber(written, quantity)
  return typeof value === 'number' ? (findFlaw(value, quantity) ?? value) : value
}

function toNumber(written: unknown, quantity: Quantity): number | Flaw {
  if (typeof written === 'number') return written
  if (typeof written === 'string' || typeof written === 'boolean')
    return fromWord(written, quantity)
  if (typeof written !== 'object' || written === null || !('value' in written)) {
    const code = written === null ? 'not-a-number' : 'wrong-shape'
    return { code, detail: `received ${quote(written)}; ${describe(quantity)}` }
  }
  const { value } = written
  if (typeof value === 'object') {
    return { code: 'wrong-shape', detail: `"value" is ${quote(value)}; ${describe(quantity)}` }
  }
  return convertGiven(toNumber(value, quantity), 'unit' in written ? written.unit : null, quantity)
}

function fromWord(word: string | boolean, quantity: Quantity): number | Flaw {
  const state = toStateValue(quantity, word)
  if (state !== undefined) return state
  if (typeof word === 'string' && PLAIN_NUMBER.test(word.trim())) return Number(word)
  return { code: 'not-a-number', detail: `received ${quote(word)}; ${describe(quantity)}` }
}

function convertGiven(value: number | Flaw, unit: unknown, quantity: Quantity): number | Flaw {
  if (typeof value !== 'number' || unit === null) return value
  const converted = typeof unit === 'string' ? convert(value, unit, quantity) : undefined
  if (converted !== undefined) return converted
  const accepted = `accepted for ${quantity.id} is "${quantity.unit}" or a unit that converts to it`
  return { code: 'unknown-unit', detail: `unit is ${quote(unit)}; ${accepted}` }
}

function findFlaw(value: number, quantity: Quantity): Flaw | undefined {
  // JSON's 1e999 is Infinity.
  if (!Number.isFinite(value)) {
    return { code: 'not-a-number', detail: `received ${value}; ${describe(quantity)}` }
  }
  const reason = findSentinel(value, quantity.id)
  if (reason !== undefined) return { code: 'sentinel', detail: `received ${value}: ${reason}` }
  const [min, max] = quantity.range
  if (value >= min && value <= max && (quantity.kind !== 'state' || Number.isInteger(value))) {
    return undefined
  }
  return { code: 'out-of-range', detail: `received ${value}; ${describe(quantity)}` }
}

function describe({ id, unit, range: [min, max], states }: Quantity): string {
  if (states === undefined) return `accepted for ${id} is a number from ${min} to ${max} (${unit})`
  return `accepted for ${id} are true, false, 0, 1, ${Object.keys(states).join(', ')}`
}
