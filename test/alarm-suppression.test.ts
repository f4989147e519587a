import { describe, expect, test } from 'vitest'

import type { AlarmLimit, Priority } from '#domain/alarm/limit.ts'
import { PRIORITIES } from '#domain/alarm/limit.ts'
import { findSuppressions, SUPPRESSIONS, type Circumstances } from '#domain/alarm/suppression.ts'
import { SITE_MODE_NAMES, SITE_MODES } from '#domain/site-mode.ts'

import { VAT_HOT } from './vat-hot.ts'

function find(
  { priority = null, limit = VAT_HOT, channel = 'temperature/top' }: Given,
  holds: Circumstances,
) {
  return findSuppressions({ limit, channel, priority }, holds)
}
interface Given {
  readonly priority?: Priority | null
  readonly limit?: AlarmLimit
  readonly channel?: string
}

const URGENT: AlarmLimit = { ...VAT_HOT, levels: [{ bound: 50, priority: 'urgent', onDelay: 0 }] }
// The measure comes from JSON, as a limit does.
const ABSENT: AlarmLimit = { ...VAT_HOT, measure: JSON.parse('{"kind": "absent"}') }

describe('what logic keeps silent', () => {
  test('is nothing where nothing holds', () => {
    for (const priority of PRIORITIES) expect(find({ priority }, {})).toEqual([])
    expect(find({ limit: ABSENT }, { isSilent: false })).toEqual([])
  })

  test.each([
    ['typhoon', ['low', 'medium', 'high']],
    ['maintenance', ['low', 'medium']],
  ] as const)('in %s mode is what is %j', (mode, silent) => {
    const found = PRIORITIES.filter((priority) => find({ priority }, { mode }).length > 0)
    expect(found).toEqual(silent)
    expect(find({ priority: 'low' }, { mode })).toEqual([mode])
  })

  test('before it is raised is what would be raised so', () => {
    expect(find({}, { mode: 'typhoon' })).toEqual(['typhoon'])
    expect(find({ limit: URGENT }, { mode: 'typhoon' })).toEqual([])
  })

  test.each(['lid', 'lid/north', 'rain', 'rain-rate'])('is never %s in a typhoon', (channel) => {
    expect(find({ channel, priority: 'low' }, { mode: 'typhoon' })).toEqual([])
    expect(find({ channel, priority: 'low' }, { mode: 'maintenance' })).toEqual(['maintenance'])
  })

  test('where a whole site is silent is what is absent, whatever its priority', () => {
    for (const priority of PRIORITIES) {
      expect(find({ limit: ABSENT, priority }, { isSilent: true })).toEqual(['site-silent'])
    }
    expect(find({ priority: 'high' }, { isSilent: true })).toEqual([])
  })

  test('may have two reasons', () => {
    const holds = { mode: 'typhoon', isSilent: true } as const
    expect(find({ limit: ABSENT, priority: 'low' }, holds)).toEqual(['typhoon', 'site-silent'])
  })
})

test('each mode is a reason that has a name, and ends within days', () => {
  for (const mode of SITE_MODE_NAMES) {
    expect(SUPPRESSIONS[mode].vi).not.toBe('')
    expect(SITE_MODES[mode].durationMax).toBeLessThanOrEqual(3 * 86_400_000)
  }
})
