import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chooseLanguage } from '#api/language.ts'
import { RULE_PHRASES } from '#api/rule-phrases.ts'
import { translateRule } from '#api/translate-rule.ts'

import { openApi, type Api } from './api-fixture.ts'
import { collectRules } from './api-rules.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.enrol('vat-01', ['temperature'])
})
afterAll(() => api[Symbol.asyncDispose]())

async function ask(target: string, language?: string, init: RequestInit = {}) {
  const headers = new Headers(init.headers)
  if (language !== undefined) headers.set('accept-language', language)
  const response = await api.ask(target, { ...init, headers })
  return { response, body: (await response.json()) as Record<string, unknown> }
}

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['vi', 'vi'],
  ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
  ['VI', 'vi'],
  ['en-GB, vi;q=0.9', 'en'],
  ['fr, vi;q=0.4, en;q=0.3', 'vi'],
  ['fr, de', 'en'],
  ['vi;q=0, *', 'en'],
  ['vi;q=x', 'en'],
  ['*', 'en'],
])('a client that accepts %j is answered in %s', (accepted, language) => {
  expect(chooseLanguage(accepted)).toBe(language)
})

describe('what a person did wrong is said in their language', () => {
  test.each([
    ['/api/v1/places/none', 'Không tìm thấy', "Không có nơi 'none'."],
    ['/api/v1/none', 'Không tìm thấy', 'Không có GET /api/v1/none.'],
    ['/api/v1/readings', 'Yêu cầu không hợp lệ', "Thiếu tham số 'device' hoặc 'place'"],
    [
      '/api/v1/sites?limit=0',
      'Yêu cầu không hợp lệ',
      `Tham số 'limit' là "0"; phải là số nguyên từ 1 đến 1000.`,
    ],
    [
      '/api/v1/sites?colour=red',
      'Yêu cầu không hợp lệ',
      "Tham số 'colour' không có; có: limit, after, timezone.",
    ],
    ['/api/v1/alarms?phase=x', 'Yêu cầu không hợp lệ', 'phải là một trong: normal, pending,'],
  ])('%s', async (target, title, detail) => {
    const { response, body } = await ask(target, 'vi-VN,vi;q=0.9')
    expect(response.headers.get('content-language')).toBe('vi')
    expect(response.headers.get('vary')).toContain('accept-language')
    expect(body['title']).toBe(title)
    expect(body['detail']).toContain(detail)
    expect(JSON.stringify(body['errors'] ?? '')).not.toContain('accepted is')
    const english = await ask(target)
    expect(english.response.headers.get('content-language')).toBe('en')
    expect([english.body['type'], english.body['code']]).toEqual([body['type'], body['code']])
    expect(english.body['detail']).not.toBe(body['detail'])
  })

  test('in a body, without a token, and of what is kept', async () => {
    const headers = { 'content-type': 'application/json' }
    const post = (body: string) => ({ method: 'POST', headers, body })
    const empty = await ask('/api/v1/devices', 'vi', post(''))
    expect(empty.body['detail']).toBe('Nội dung bị thiếu; phải là một đối tượng JSON.')
    const wrong = await ask('/api/v1/devices', 'vi', post('{"id": "vat-9", "name": ""}'))
    expect(wrong.body['detail']).toBe(`Trường 'name' là ""; phải là đoạn chữ từ 1 đến 200 ký tự.`)
    const broken = await ask('/api/v1/devices', 'vi', post('{'))
    expect(broken.body['detail']).toContain('không phải JSON đúng')
    const twice = await ask('/api/v1/devices', 'vi', post('{"id": "vat-01", "name": "a"}'))
    expect(twice.body['detail']).toMatch(/^Đã có mục này rồi \(/)
    const stranger = await ask('/api/v1/sites', 'vi', { headers: { authorization: 'none' } })
    expect(stranger.body['detail']).toContain('Đã nhận một mã sai')
  })
})

test('what is wrong with a limit or with an address is said in Vietnamese', async () => {
  const put = (target: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    return ask(target, 'vi', { method: 'PUT', headers, body: JSON.stringify(body) })
  }
  const addresses = [{ channel: 'email', address: 'lan' }]
  const person = await put('/api/v1/people/lan', { name: 'Lan', addresses })
  expect(person.body['detail']).toContain('phải là một địa chỉ thư như lan@example.vn')
  const text = { vi: 'a', en: 'b' }
  const words = { name: text, cause: text, consequence: text, response: text, source: text }
  const levels = [{ bound: 999, priority: 'low', onDelay: 'PT0S' }]
  const delays = { offDelay: 'PT0S', maxTimeShelved: 'PT1H', timeToRespond: 'PT1H', deadband: 0 }
  const watched = { placeKinds: ['vat'], channels: ['temperature'], measure: { kind: 'value' } }
  const approval = { approvedBy: 'Lan', reason: 'thử' }
  const limit = { ...words, ...delays, ...watched, ...approval, side: 'high', levels }
  const { body } = await put('/api/v1/limits/hot', limit)
  expect(body['detail']).toContain('đã nhận 999; phải là từ -55 đến 150 Cel, những gì đo được')
})

describe('rules', () => {
  test('of every field of every route are there in Vietnamese', async () => {
    const rules = await collectRules()
    expect(rules.size).toBeGreaterThan(60)
    const missing = [...rules].filter((rule) => translateRule(rule) === undefined)
    expect(missing).toEqual([])
  })

  test('keep their numbers and their names, and each is written once', () => {
    expect(translateRule('a whole number from 1 to 7')?.vi).toBe('số nguyên từ 1 đến 7')
    expect(translateRule('one of json, csv')?.vi).toBe('một trong: json, csv')
    expect(translateRule('a rule that nobody wrote')).toBeUndefined()
    const english = RULE_PHRASES.map(({ en }) => en)
    expect(new Set(english).size).toBe(english.length)
    const blanks = (text: string) => text.match(/\{.\}/gu) ?? []
    for (const { vi, en } of RULE_PHRASES) {
      expect([en, blanks(vi)]).toEqual([en, blanks(en)])
      expect(vi).not.toBe(en)
    }
  })
})
