import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { parseAttributes, toAttributeElements } from '#domain/gs1/attributes.ts'
import { toCheckDigit } from '#domain/gs1/check-digit.ts'
import { formatGs1Date, parseGs1Date } from '#domain/gs1/date.ts'
import {
  parseGiai,
  parseGln,
  parseGrai,
  parseGtin,
  parseLot,
  parseSscc,
} from '#domain/gs1/identifiers.ts'
import { isFlawed, type Parsed } from '#domain/gs1/parsed.ts'

const NOW = Date.UTC(2026, 6, 1)

describe('check digits', () => {
  test('are those of the General Specifications and of known codes', () => {
    expect(toCheckDigit('893000000001')).toBe('9')
    expect(toCheckDigit('89300000000000001')).toBe('5')
    expect(toCheckDigit('629104150021')).toBe('3')
    expect(toCheckDigit('37610425002123456')).toBe('9')
  })

  test('find every wrong digit, and say which last digit was expected', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 })
    const change = fc.tuple(fc.nat({ max: 17 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(digits, change, (body, [place, by]) => {
        const sscc = `${body.join('')}${toCheckDigit(body.join(''))}`
        expect(parseSscc(sscc)).toEqual({ value: sscc })
        const wrong = changeDigit(sscc, place, by)
        const expected = toCheckDigit(wrong.slice(0, -1))
        expect(flawOf(parseSscc(wrong)).en).toContain(`expected is ${expected}.`)
      }),
    )
  })
})

describe('keys', () => {
  test('a GTIN of any length is 14 digits', () => {
    expect(parseGtin('8930000000019')).toEqual({ value: '08930000000019' })
    expect(parseGtin('96385074')).toEqual({ value: '00000096385074' })
    expect(parseGtin('614141123452')).toEqual({ value: '00614141123452' })
    expect(parseGtin('80614141123458')).toEqual({ value: '80614141123458' })
  })

  test('what is wrong with a GTIN is said in both languages, with what was received', () => {
    expect(flawOf(parseGtin('8930000000018'))).toEqual({
      vi: 'GTIN “8930000000018” sai số kiểm tra: chữ số cuối là 8, phải là 9. Có chữ số gõ hoặc in sai.',
      en: 'GTIN “8930000000018” has a wrong check digit: its last digit is 8, expected is 9. A digit was mistyped or misprinted.',
    })
    expect(flawOf(parseGtin('893 0000 000019')).en).toBe(
      'A GTIN has 8, 12, 13 or 14 digits, no spaces and no letters; received was “893 0000 000019” (15 characters). Look at the code again.',
    )
    expect(flawOf(parseGtin('9'.repeat(500))).en).toContain(`“${'9'.repeat(60)}…” (500 characters)`)
    expect(flawOf(parseGtin('')).en).toContain('“” (0 characters)')
    // Digits of other scripts are letters to a scanner.
    expect(isFlawed(parseGtin('８９３００００００００１９'))).toBe(true)
  })

  test('a GLN has 13 digits, an SSCC 18', () => {
    expect(parseGln('0614141123452')).toEqual({ value: '0614141123452' })
    expect(flawOf(parseGln('061414112345')).en).toContain('A GLN has 13 digits')
    expect(parseSscc('106141412345678908')).toEqual({ value: '106141412345678908' })
    expect(flawOf(parseSscc('106141412345678909')).en).toContain('expected is 8')
  })

  test('a lot has 1 to 20 characters of character set 82', () => {
    expect(parseLot('A-1/"%&\'()*+,.:;<=>')).toEqual({ value: 'A-1/"%&\'()*+,.:;<=>' })
    expect(flawOf(parseLot('Lô 1')).en).toContain('has the character “ô”')
    expect(flawOf(parseLot('L 1')).vi).toContain('có ký tự “ ”')
    expect(flawOf(parseLot('')).en).toContain('1 to 20 characters')
    expect(flawOf(parseLot('A'.repeat(21))).en).toContain('(21 characters)')
    expect(flawOf(parseLot('..')).en).toContain('nothing but dots')
  })

  test('assets have their forms', () => {
    expect(parseGrai('006141411234525678')).toEqual({ value: '006141411234525678' })
    expect(parseGrai('00614141123452')).toEqual({ value: '00614141123452' })
    expect(flawOf(parseGrai('00614141123453')).en).toContain('expected is 2')
    expect(flawOf(parseGrai('10614141123452')).en).toContain('a zero')
    expect(flawOf(parseGrai(`00614141123452${'1'.repeat(17)}`)).en).toContain('1 to 16')
    expect(parseGiai('06141415678')).toEqual({ value: '06141415678' })
    expect(flawOf(parseGiai('vat-7')).en).toContain('company prefix')
  })
})

describe('dates and weights', () => {
  test('every day goes there and back', () => {
    const day = fc.date({
      min: new Date('1977-01-01'),
      max: new Date('2075-12-31'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10)
        expect(parseGs1Date(formatGs1Date(text), NOW)).toEqual({ value: text })
      }),
    )
  })

  test('day 00 is the last of the month', () => {
    expect(parseGs1Date('260200', NOW)).toEqual({ value: '2026-02-28' })
    expect(parseGs1Date('280200', NOW)).toEqual({ value: '2028-02-29' })
    expect(parseGs1Date('261200', NOW)).toEqual({ value: '2026-12-31' })
  })

  test('a year is the one that is nearest', () => {
    expect(parseGs1Date('760101', NOW)).toEqual({ value: '2076-01-01' })
    expect(parseGs1Date('770101', NOW)).toEqual({ value: '1977-01-01' })
    expect(parseGs1Date('100101', Date.UTC(2075, 0))).toEqual({ value: '2110-01-01' })
  })

  test('days that no calendar has are refused', () => {
    for (const wrong of ['260230', '261301', '260001', '26123', '2026-12-31', '']) {
      expect(flawOf(parseGs1Date(wrong, NOW)).en).toContain(`received was “${wrong}”`)
    }
  })

  test('a weight has as many decimals as fit, and comes back', () => {
    expect(toAttributeElements({ netKilograms: 0.5 })).toEqual([['3103', '000500']])
    expect(toAttributeElements({ netKilograms: 1234.56 })).toEqual([['3102', '123456']])
    expect(toAttributeElements({ netKilograms: 1e9 })).toEqual([])
    const grams = fc.integer({ min: 0, max: 999_999 })
    fc.assert(
      fc.property(grams, (count) => {
        const said = { netKilograms: count / 1_000 }
        expect(parseAttributes(toAttributeElements(said), NOW)).toEqual({ value: said })
      }),
    )
  })

  test('what a code says beside that is left alone, what it says wrongly is refused', () => {
    const elements = [['17', '261231'] as const, ['37', '25'] as const]
    expect(parseAttributes(elements, NOW)).toEqual({ value: { expiresOn: '2026-12-31' } })
    expect(flawOf(parseAttributes([['3103', '12']], NOW)).en).toContain('6 digits')
    expect(flawOf(parseAttributes([['15', '1']], NOW)).en).toContain('YYMMDD')
  })
})

function changeDigit(digits: string, place: number, by: number): string {
  const digit = (Number(digits[place]) + by) % 10
  return `${digits.slice(0, place)}${digit}${digits.slice(place + 1)}`
}

function flawOf<Value>(parsed: Parsed<Value>) {
  if (isFlawed(parsed)) return parsed.flaw
  throw new Error(`taken: ${JSON.stringify(parsed.value)}`)
}
