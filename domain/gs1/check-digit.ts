import { quote, type Parsed } from './parsed.ts'

/** The last digit of a key that has the digits before it. GS1 General Specifications §7.9.1. */
export function toCheckDigit(digits: string): string {
  // From the right, digits weigh 3, 1, 3, 1, …; the check digit fills the sum up to a multiple of ten.
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  return String((10 - (sum % 10)) % 10)
}

export interface NumericKey {
  readonly name: string
  readonly lengths: readonly number[]
}

/** A key of digits that ends in its check digit, as received. */
export function parseNumericKey(received: string, { name, lengths }: NumericKey): Parsed<string> {
  if (!/^\d+$/.test(received) || !lengths.includes(received.length)) {
    return refuseForm(received, { name, lengths })
  }
  const expected = toCheckDigit(received.slice(0, -1))
  if (received.endsWith(expected)) return { value: received }
  return refuseCheckDigit(received, name, expected)
}

function refuseForm(received: string, { name, lengths }: NumericKey): Parsed<string> {
  const vi = lengths.join(', ').replace(/, (\d+)$/, ' hoặc $1')
  const en = lengths.join(', ').replace(/, (\d+)$/, ' or $1')
  const is = quote(received)
  const count = received.length
  return {
    flaw: {
      vi: `${name} có ${vi} chữ số, không có dấu cách hay chữ cái; nhận được ${is} (${count} ký tự). Hãy kiểm tra lại mã.`,
      en: `A ${name} has ${en} digits, no spaces and no letters; received was ${is} (${count} characters). Look at the code again.`,
    },
  }
}

function refuseCheckDigit(received: string, name: string, expected: string): Parsed<string> {
  const is = quote(received)
  const last = received.slice(-1)
  return {
    flaw: {
      vi: `${name} ${is} sai số kiểm tra: chữ số cuối là ${last}, phải là ${expected}. Có chữ số gõ hoặc in sai.`,
      en: `${name} ${is} has a wrong check digit: its last digit is ${last}, expected is ${expected}. A digit was mistyped or misprinted.`,
    },
  }
}
