import { describe, expect, test } from 'vitest'

import { READINGS_PER_MESSAGE_MAX } from '#ingest/formats/native.ts'

import { entryOf, rejectionsOf, understand, valuesOf } from './ingest-fixture.ts'

describe('native JSON', () => {
  test.each<[string, string, [string, number][]]>([
    [
      'an object',
      '{"temperature":31.2,"ph":5.5}',
      [
        ['temperature', 31.2],
        ['ph', 5.5],
      ],
    ],
    [
      'an array',
      '[{"ph":5.5},{"ph":5.6}]',
      [
        ['ph', 5.5],
        ['ph', 5.6],
      ],
    ],
    ['named channels', '{"channels":{"temperature/top":33}}', [['temperature/top', 33]]],
    ['flat named channels', '{"temperature/top/left":33}', [['temperature/top/left', 33]]],
    [
      'both ways together',
      '{"ph":5,"channels":{"ph/top":6}}',
      [
        ['ph', 5],
        ['ph/top', 6],
      ],
    ],
    [
      'a position',
      '{"position":{"latitude":18.07,"longitude":106.29,"altitude":4,"hdop":1}}',
      [
        ['latitude', 18.07],
        ['longitude', 106.29],
        ['altitude', 4],
      ],
    ],
    [
      'a position without height',
      '{"position":{"latitude":18.07,"longitude":106.29}}',
      [
        ['latitude', 18.07],
        ['longitude', 106.29],
      ],
    ],
    ['equal keys: the last', '{"ph":5,"ph":6}', [['ph', 6]]],
    ['blanks around', ' \r\n{"ph":5}\t\n', [['ph', 5]]],
    ['a byte order mark', '\uFEFF{"ph":5}', [['ph', 5]]],
    ['NULs behind', '{"ph":5}\0\0\0', [['ph', 5]]],
    [
      'an integer, an exponent',
      '{"ph":5,"co2":4.2e2}',
      [
        ['ph', 5],
        ['co2', 420],
      ],
    ],
    ['keys of every object', '{"__proto__":{"ph":1},"constructor":1,"ph":5}', [['ph', 5]]],
  ])('%s is read', (_, payload, values) => {
    expect(valuesOf(payload)).toEqual(values)
  })

  test.each<[string, string | Uint8Array, [string, string][]]>([
    ['nothing', '', [['not-json', '']]],
    ['only NULs', '\0\0', [['not-json', '']]],
    ['half an object', '{"ph":5', [['not-json', '']]],
    ['two objects', '{"ph":5}{"ph":6}', [['not-json', '']]],
    ['NaN', '{"ph":NaN}', [['not-json', '']]],
    ['a NUL inside', '{"ph"\0:5}', [['not-json', '']]],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), [['not-json', '']]],
    ['a surrogate as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), [['not-json', '']]],
    ['UTF-16', Buffer.from('{"ph":5}', 'utf16le'), [['not-json', '']]],
    ['a bare number', '31.2', [['wrong-shape', '']]],
    ['a bare text', '"31.2"', [['wrong-shape', '']]],
    ['null', 'null', [['wrong-shape', '']]],
    ['an empty object', '{}', [['wrong-shape', '']]],
    ['only a time', '{"time":1795478400}', [['wrong-shape', '']]],
    ['empty channels', '{"channels":{}}', [['wrong-shape', '']]],
    ['an empty array', '[]', [['wrong-shape', '']]],
    ['an array in an array', '[[{"ph":5}]]', [['wrong-shape', '']]],
    ['channels that are none', '{"channels":[1]}', [['wrong-shape', 'channels']]],
    ['a position that is none', '{"position":"18.07,106.29"}', [['wrong-shape', 'position']]],
    ['half a position', '{"position":{"latitude":18.07}}', [['wrong-shape', 'position']]],
    ['an unknown quantity', '{"temprature":31.2}', [['unknown-quantity', 'temprature']]],
    ['a key of every object', '{"__proto__":1}', [['unknown-quantity', '__proto__']]],
    ['an empty name', '{"":1}', [['unknown-quantity', '']]],
    ['a name in capitals', '{"Temperature":1}', [['unknown-quantity', 'Temperature']]],
  ])('%s is one rejection', (_, payload, rejections) => {
    expect(rejectionsOf(payload)).toEqual(rejections)
    expect(valuesOf(payload)).toEqual([])
  })

  test('one wrong part does not lose the others', () => {
    const payload = '[{"ph":99,"temperature":31.2},7,{"time":"soon","ph":5},{"channels":3,"ph":6}]'
    expect(valuesOf(payload)).toEqual([
      ['temperature', 31.2],
      ['ph', 6],
    ])
    expect(rejectionsOf(payload)).toEqual([
      ['wrong-shape', ''],
      ['wrong-shape', 'channels'],
      ['bad-time', ''],
      ['out-of-range', 'ph'],
    ])
  })

  test('a rejection says what was received and keeps the raw bytes', () => {
    const payload = Buffer.from('{"temperature":999}')
    const entry = entryOf(payload, { sequence: 7 })
    const { device, topic, receivedAt } = entry
    const sent = { device, topic, receivedAt, payload }
    expect(understand(entry).rejections).toEqual([
      {
        code: 'out-of-range',
        channel: 'temperature',
        detail: 'received 999; accepted for temperature is a number from -55 to 150 (Cel)',
        sequence: 7,
        ...sent,
      },
    ])
  })

  test('nesting as deep as a payload can be is refused, not fallen over', () => {
    const depth = 500_000
    const payload = `{"ph":5,"temperature":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect(valuesOf(payload)).toEqual([['ph', 5]])
    expect(rejectionsOf(payload)).toEqual([['wrong-shape', 'temperature']])
  })

  test('a message of as many readings as allowed is read, of one more rejected whole', () => {
    const allowed = JSON.stringify(
      Array.from({ length: READINGS_PER_MESSAGE_MAX }, () => ({ ph: 5 })),
    )
    expect(valuesOf(allowed)).toHaveLength(READINGS_PER_MESSAGE_MAX)
    const larger = allowed.replace('{', '{"co2":400,')
    expect(valuesOf(larger)).toEqual([])
    expect(rejectionsOf(larger)).toEqual([['too-many-readings', '']])
  })

  test('a message of many wrong names costs a bounded number of rejections', () => {
    const names = Array.from({ length: 5_000 }, (_, i) => [`x${i}`, i])
    const payload = JSON.stringify({ ...Object.fromEntries(names), ph: 5 })
    expect(valuesOf(payload)).toEqual([['ph', 5]])
    expect(rejectionsOf(payload)).toHaveLength(20)
  })

  test('what a hostile device wrote is shown in one short line', () => {
    const [rejection] = understand(entryOf(`{"${'\\u0007\\ud800'.repeat(1000)}":1}`)).rejections
    expect(rejection?.channel).toMatch(/^[ \uFFFD]{79}…$/)
    expect(rejection?.detail.length).toBeLessThanOrEqual(300)
    expect(rejection?.detail.isWellFormed()).toBe(true)
  })
})

test('a mistake of ours on one message costs that message only', () => {
  const payload = Buffer.from('{"ph":5}')
  const broken = Object.defineProperty(Buffer.from(payload), 'length', {
    get: () => {
      throw new TypeError('a mistake of ours')
    },
  })
  const batch = understand(entryOf(broken), entryOf(payload, { sequence: 2 }))
  expect(batch.values).toMatchObject([{ value: 5, entry: { sequence: 2 } }])
  expect(batch.rejections).toMatchObject([
    { code: 'internal', detail: 'a mistake of ours', sequence: 1 },
  ])
  expect(batch.mistakes).toHaveLength(1)
})

describe('topics', () => {
  test.each(['nguon/v1/vat-2/readings', 'nguon/v1/vat-1/events', 'nguon/v2/vat-1/readings', ''])(
    'a message on "%s" is rejected',
    (topic) => {
      const batch = understand(entryOf('{"ph":5}', { topic }))
      expect(batch.values).toEqual([])
      expect(batch.rejections).toMatchObject([{ code: 'unknown-topic', topic }])
    },
  )
})

describe('presence', () => {
  const status = 'nguon/v1/vat-1/status'

  test.each([
    ['online', 'online'],
    ['offline', 'offline'],
    ['Online\n', 'online'],
    ['OFFLINE\0', 'offline'],
  ])('a status of %j is understood', (payload, presence) => {
    expect(understand(entryOf(payload, { topic: status })).presences).toMatchObject([{ presence }])
  })

  test('what the gateway saw is understood', () => {
    const entry = entryOf('offline', { kind: 'presence', topic: '' })
    expect(understand(entry).presences).toEqual([{ entry, presence: 'offline' }])
  })

  test.each(['', 'on', '{"state":"online"}'])('a status of %j is rejected', (payload) => {
    const batch = understand(entryOf(payload, { topic: status }))
    expect(batch.presences).toEqual([])
    expect(batch.rejections).toMatchObject([{ code: 'wrong-shape' }])
  })
})
