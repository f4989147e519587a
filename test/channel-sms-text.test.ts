import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { countSegments, isGsm, toGsm } from '#alarms/channels/gsm.ts'
import { formatSms } from '#alarms/channels/sms-text.ts'

import { makeMessage, makeNotice } from './channel-message.ts'

const LINK = 'https://nguon.example.vn/a/7.Xk2-_9'

describe('the alphabet of SMS', () => {
  test.for([
    ['Đỗ Thị Hương ở bể số 3', 'Do Thi Huong o be so 3'],
    ['đã quá nóng: ≥ 50 °C, đo được 52,3 °C', 'da qua nong: >= 50 C, do duoc 52,3 C'],
    ['ƯỚT ẨM 95 % – “cửa mở”…', 'UOT AM 95 % - "cua mo"...'],
    ['10 µg/m³ ± 2 🐟', '10 ug/m3 +- 2 ?'],
    ['€ [3] {x} ~ £', '€ [3] {x} ~ £'],
  ])('%s', ([text, expected]) => {
    expect(toGsm(text ?? '')).toBe(expected)
  })

  test('holds whatever people write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isGsm(toGsm(text))).toBe(true)
      }),
    )
  })

  test.for<[string, number]>([
    ['', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    // The 153rd septet cannot be half of a character: 152 and one left over, twice.
    [`${'a'.repeat(152)}€${'a'.repeat(151)}`, 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ])('%# takes as many segments as a phone counts', ([text, segments]) => {
    expect(countSegments(text)).toBe(segments)
  })
})

describe('an SMS', () => {
  test('ends at a word, and keeps its link whole', () => {
    const response = 'Tắt bơm của tấm thu nhiệt rồi che nắng cho bể. '.repeat(8)
    const message = makeMessage({ notices: [makeNotice({ response })] })
    const text = formatSms(message, 1)
    expect(countSegments(text)).toBe(1)
    expect(text).toMatch(
      /^KHAN CAP: Be 3 qua nong, 52,3 C\. .*\w\.\.\. https:\/\/nguon\.example\.vn\/a\/7\.Xk2-_9$/,
    )
    expect(formatSms(message, 3).length).toBeGreaterThan(text.length)
  })

  test('drops a link that leaves no room for words, or cannot be written', () => {
    const long = `https://nguon.example.vn/${'a'.repeat(120)}`
    for (const acknowledgeUrl of [long, 'https://nguồn.vn/a/7']) {
      const response = 'Tắt bơm. '.repeat(30)
      const text = formatSms(
        makeMessage({ notices: [makeNotice({ response, acknowledgeUrl })] }),
        1,
      )
      expect(text).not.toContain('http')
      expect(text.length).toBeGreaterThan(130)
    }
  })

  test('is never more than its segments, and a link in it never less than itself', () => {
    const texts = fc.tuple(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.integer({ min: 1, max: 4 }),
    )
    const isFit = ([subject, response, segmentsMax]: [string, string, number]) => {
      const notices = [makeNotice({ response: response.repeat(20) })]
      const text = formatSms(makeMessage({ subject: subject.repeat(20), notices }), segmentsMax)
      expect([isGsm(text), countSegments(text) <= segmentsMax]).toEqual([true, true])
      expect(!text.includes('nguon.example') || text.endsWith(LINK)).toBe(true)
    }
    fc.assert(fc.property(texts, isFit))
  })
})
