import { assert, constantFrom, property, record, stringMatching } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { quantityOfChannel } from '#domain/channel.ts'
import { ID_PATTERN, isId } from '#domain/id.ts'
import {
  decodeQuality,
  deriveQuality,
  encodeQuality,
  STATUS,
  TIME_QUALITIES,
  USABLE_MIN,
} from '#domain/quality.ts'
import {
  formatCommandsTopic,
  formatReadingsTopic,
  formatStatusTopic,
  parseDeviceTopic,
} from '#domain/topic.ts'

describe('an id', () => {
  test.each(['vat-1', '24e124136b502133', 'a', '0', 'x'.repeat(64), 'a.b_c-d'])(
    'can be %s',
    (id) => {
      expect(isId(id)).toBe(true)
    },
  )

  test.each(['', '-a', '.a', 'A', 'a b', 'a/b', 'a+', 'a#', 'bể', 'a\n', 'x'.repeat(65), '../a'])(
    'cannot be %j',
    (id) => {
      expect(isId(id)).toBe(false)
    },
  )
})

describe('a topic', () => {
  test('of any device is read as it was written', () => {
    const format = constantFrom(formatReadingsTopic, formatStatusTopic, formatCommandsTopic)
    assert(
      property(stringMatching(ID_PATTERN), format, (device, write) => {
        expect(parseDeviceTopic(write(device))?.device).toBe(device)
      }),
    )
    expect(parseDeviceTopic('nguon/v1/probe-1/commands/reboot')).toEqual({
      device: 'probe-1',
      rest: 'commands/reboot',
    })
  })

  test.each([
    '',
    'nguon/v1/',
    'nguon/v1/probe-1',
    'nguon/v1/probe-1/',
    'nguon/v1//readings',
    'nguon/v1/+/readings',
    'nguon/v2/probe-1/readings',
    '/nguon/v1/probe-1/readings',
    'nguon/v1/Probe/readings',
  ])('cannot be %j', (topic) => {
    expect(parseDeviceTopic(topic)).toBeUndefined()
  })
})

describe('a channel name', () => {
  test.each([
    ['temperature', 'temperature'],
    ['temperature/top', 'temperature'],
    ['soil-moisture/30cm', 'soil-moisture'],
    ['door/north/left/1', 'door'],
  ])('%s measures %s', (name, quantity) => {
    expect(quantityOfChannel(name)?.id).toBe(quantity)
  })

  test.each([
    'warmth',
    'Temperature',
    'temperature/',
    '/temperature',
    'temperature//top',
    'temperature/a/b/c/d',
    `temperature/${'x'.repeat(60)}`,
    'constructor',
  ])('cannot be %s', (name) => {
    expect(quantityOfChannel(name)).toBeUndefined()
  })
})

const anyQuality = record({
  status: constantFrom('good', 'uncertain', 'bad'),
  timeQuality: constantFrom(...TIME_QUALITIES),
  late: constantFrom(true, false),
  derived: constantFrom(true, false),
})

test('a quality is read as it was written, and usable exactly when it is not bad', () => {
  assert(
    property(anyQuality, (each) => {
      expect(decodeQuality(encodeQuality(each))).toEqual(each)
      expect(encodeQuality(each) >= USABLE_MIN).toBe(each.status !== 'bad')
    }),
  )
})

test('what is computed from two readings is no better than the worse of them, and says that it was computed', () => {
  assert(
    property(anyQuality, anyQuality, (one, other) => {
      const both = [one, other]
      const computed = decodeQuality(deriveQuality(encodeQuality(one), encodeQuality(other)))
      const times = both.map(({ timeQuality }) => TIME_QUALITIES.indexOf(timeQuality))
      expect(STATUS[computed.status]).toBe(Math.min(...both.map(({ status }) => STATUS[status])))
      expect(TIME_QUALITIES.indexOf(computed.timeQuality)).toBe(Math.max(...times))
      expect(computed.late).toBe(one.late || other.late)
      expect(computed.derived).toBe(true)
    }),
  )
})
