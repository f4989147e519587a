import { describe, expect, test } from 'vitest'

import { entryOf, rejectionsOf, understand, valuesOf } from './ingest-fixture.ts'

describe('names', () => {
  test.each([
    'temperature/đáy',
    'temperature/',
    'temperature/Top',
    'temperature/a/b/c/d',
    `temperature/${'a'.repeat(64)}`,
  ])('%s begins with a quantity and is written wrong', (name) => {
    const { rejections } = understand(entryOf(JSON.stringify({ [name]: 20 })))
    expect(rejections).toMatchObject([
      {
        code: 'wrong-name',
        detail: expect.stringMatching(/lower-case letters a-z.*64 characters/),
      },
    ])
  })

  test.each([
    ['humidity', 'relative-humidity'],
    ['pH', 'ph'],
    ['Temperature/top', 'temperature'],
    ['Soil_Moisture', 'soil-moisture'],
  ])('%s is refused with the hint %s', (name, hint) => {
    const { rejections } = understand(entryOf(JSON.stringify({ [name]: 20 })))
    const detail = expect.stringContaining(`did you mean "${hint}"?`)
    expect(rejections).toMatchObject([{ code: 'unknown-quantity', detail }])
  })

  test('what is near to none is refused without a hint', () => {
    const { rejections } = understand(entryOf('{"brix": 12}'))
    expect(rejections).toMatchObject([{ detail: expect.stringMatching(/"temperature\/top"$/) }])
  })
})

describe('values', () => {
  test.each<[string, string, number]>([
    ['door', '"open"', 1],
    ['door', '" Closed "', 0],
    ['pump', 'true', 1],
    ['pump/stirrer', '"OFF"', 0],
    ['lid', '1', 1],
    ['lid', '"0"', 0],
    ['temperature', '"31.2"', 31.2],
    ['temperature', '" -4e-1 "', -0.4],
    ['temperature', '{"value":31.2}', 31.2],
    ['temperature', '{"value":31.2,"unit":"Cel"}', 31.2],
    ['temperature', '{"value":"31.2","unit":"°C"}', 31.2],
    ['temperature', '{"value":88,"unit":"[degF]"}', 31.1111],
    ['temperature', '{"value":88,"unit":null}', 88],
    ['relative-humidity', '85', 85],
    ['temperature', '-0.1', -0.1],
    ['wind-direction', '327.67', 327.67],
    ['volume', '65535', 65_535],
    ['mass', '32767', 32_767],
  ])('%s %s is %d', (channel, written, value) => {
    expect(valuesOf(`{"${channel}":${written}}`)).toEqual([[channel, value]])
  })

  test.each<[string, string, string]>([
    ['temperature', '1e999', 'not-a-number'],
    ['temperature', 'null', 'not-a-number'],
    ['temperature', 'true', 'not-a-number'],
    ['temperature', '"31,2"', 'not-a-number'],
    ['temperature', '"31.2 °C"', 'not-a-number'],
    ['temperature', '"0x1F"', 'not-a-number'],
    ['temperature', '"nan"', 'not-a-number'],
    ['temperature', '""', 'not-a-number'],
    ['door', '"constructor"', 'not-a-number'],
    ['temperature', '[31.2]', 'wrong-shape'],
    ['temperature', '{"v":31.2}', 'wrong-shape'],
    ['temperature', '{"value":{"value":1}}', 'wrong-shape'],
    ['temperature', '{"value":31.2,"unit":"furlong"}', 'unknown-unit'],
    ['temperature', '{"value":31.2,"unit":"%"}', 'unknown-unit'],
    ['temperature', '{"value":31.2,"unit":7}', 'unknown-unit'],
    ['temperature', '150.1', 'out-of-range'],
    ['temperature', '{"value":999,"unit":"[degF]"}', 'out-of-range'],
    ['door', '0.5', 'out-of-range'],
    ['door', '2', 'out-of-range'],
    ['relative-humidity', '-1', 'out-of-range'],
    ['temperature', '-127', 'sentinel'],
    ['temperature', '{"value":-196.6,"unit":"[degF]"}', 'sentinel'],
    ['temperature/top', '85.0', 'sentinel'],
    ['temperature', '327.67', 'sentinel'],
    ['relative-humidity', '655.35', 'sentinel'],
    ['soil-moisture', '-0.1', 'sentinel'],
    ['co2', '65535', 'sentinel'],
  ])('%s %s is rejected: %s', (channel, written, code) => {
    expect(valuesOf(`{"${channel}":${written}}`)).toEqual([])
    expect(rejectionsOf(`{"${channel}":${written}}`)).toEqual([[code, channel]])
  })

  test('a position of 0, 0 is no fix, and the speed beside it is kept', () => {
    const payload = '{"position":{"latitude":0,"longitude":0},"speed":0}'
    expect(valuesOf(payload)).toEqual([['speed', 0]])
    expect(rejectionsOf(payload)).toEqual([
      ['sentinel', 'latitude'],
      ['sentinel', 'longitude'],
    ])
  })
})
