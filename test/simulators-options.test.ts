import { describe, expect, test } from 'vitest'

import { DAY } from '#domain/time.ts'
import { HELP, parseOptions } from '#simulators/options.ts'

describe('nguon simulate', () => {
  test('without options fills what is missing and goes on live', () => {
    expect(parseOptions([], 0)).toEqual({
      mode: 'sites',
      sites: { history: undefined, live: true, untilCaughtUp: false, seed: undefined, faults: [] },
    })
  })

  test('reads what the sites are asked for', () => {
    const args = [
      '--history',
      '365d',
      '--no-live',
      '--seed',
      '7',
      '--fault',
      'stuck:pk-vat-01',
      '--fault',
      'nan-text:pk-van-1',
    ]
    expect(parseOptions(args, 0)).toMatchObject({
      sites: {
        history: 365 * DAY,
        live: false,
        seed: 7,
        faults: [{ kind: 'stuck' }, { kind: 'nan-text' }],
      },
    })
  })

  test('with --devices is a load generator of as many connections', () => {
    expect(parseOptions(['--devices', '100', '--rate', '2000'], 0)).toEqual({
      mode: 'load',
      load: { deviceCount: 100, rate: 2_000, seconds: 10, valueCount: 3, connectionCount: 100 },
    })
  })

  test.each([
    [['--history', 'long'], "--history is 'long'; accepted is a duration"],
    [['--seed', '-1x'], '--seed'],
    [['--devices', '0', '--rate', '5'], "--devices is '0'; accepted is a whole number from 1"],
    [['--devices', '5'], "--rate is ''; accepted"],
    [
      ['--devices', '5', '--rate', '5', '--history', '3d'],
      '--history belongs to the simulated sites',
    ],
    [['--rate', '5'], '--rate belongs to the load generator'],
    [['--values', '9', '--devices', '1', '--rate', '1'], 'from 1 to 8'],
    [['--unknown'], "Unknown option '--unknown'"],
    [['stray'], "Unexpected argument 'stray'"],
  ])('refuses %j and says why', (args, message) => {
    expect(() => parseOptions(args, 0)).toThrow(message)
  })

  test('tells about every option', () => {
    for (const option of [
      'history',
      'no-live',
      'until-caught-up',
      'seed',
      'fault',
      'devices',
      'rate',
      'seconds',
      'values',
      'connections',
    ]) {
      expect(HELP).toContain(`--${option}`)
    }
    expect(parseOptions(['--help'], 0)).toEqual({ mode: 'help' })
  })
})
