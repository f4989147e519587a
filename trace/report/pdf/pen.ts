import type { Text } from '#domain/text.ts'
import type { Amount } from '#domain/trace/amount.ts'
import { toUnitSymbol } from '#domain/unit-symbol.ts'

import { formatAmount } from '../../format-amount.ts'
import {
  writeDuration,
  writeNumber,
  writePercent,
  writeTime,
  writeDay,
} from '../findings/finding.ts'

/** Writes values as people of one language do; what is not known is `–`. */
export interface Pen {
  readonly language: keyof Text
  say(text: Text | null): string
  time(instant: string | null): string
  day(instant: string | null): string
  amount(amount: Amount | null): string
  number(value: number, decimals?: number): string
  quantity(value: number | null, of: { readonly unit: string; readonly decimals: number }): string
  duration(milliseconds: number): string
  percent(share: number): string
}

export const UNKNOWN = '–'

export function createPen(language: keyof Text): Pen {
  return {
    language,
    say: (text) => text?.[language] ?? UNKNOWN,
    time: (instant) => (instant === null ? UNKNOWN : writeTime(instant)),
    day: (instant) => (instant === null ? UNKNOWN : writeDay(instant)),
    amount: (amount) => (amount === null ? UNKNOWN : formatAmount(amount)[language]),
    number: (value, decimals = 0) => writeNumber(value, language, decimals),
    quantity: (value, of) => (value === null ? UNKNOWN : writeQuantity(value, of, language)),
    duration: (milliseconds) => writeDuration(milliseconds)[language],
    percent: (share) => writePercent(share)[language],
  }
}

/** With all decimals of the quantity, so that numbers one below the other stand by their places. */
function writeQuantity(
  value: number,
  { unit, decimals }: { readonly unit: string; readonly decimals: number },
  language: keyof Text,
): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  const number = new Intl.NumberFormat(language, digits).format(value)
  return `${number} ${toUnitSymbol(unit, language)}`.trimEnd()
}
