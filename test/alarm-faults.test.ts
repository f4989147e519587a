import { describe, expect, test } from 'vitest'

import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import { DAY, HOUR } from '#domain/time.ts'
import { FAULTS } from '#simulators/faults.ts'
import { createFleet, type SimulatedDevice } from '#simulators/fleet.ts'
import type { Sample, Values } from '#simulators/sample.ts'

import { replayAlarms } from './alarm-year.ts'

/** Midnight in Vietnam, in the hot and sunny season. */
const FROM = Date.UTC(2025, 5, 1) - 7 * HOUR
const BREAKS_AT = FROM + 4 * DAY
const UNTIL = FROM + 12 * DAY
const fleet = createFleet(1)

function find(id: string): SimulatedDevice {
  const device = fleet.find((one) => one.id === id)
  if (device === undefined) throw new Error(`no device ${id}`)
  return device
}

type Change = (sample: Sample) => Sample | undefined

/** From the fourth day on its samples are others, or none. */
function change(id: string, how: Change): SimulatedDevice {
  const device = find(id)
  const source: SimulatedDevice['source'] = function* changed(from, until) {
    for (const sample of device.source(from, until)) {
      const said = sample.time < BREAKS_AT ? sample : how(sample)
      if (said !== undefined) yield said
    }
  }
  return { ...device, source }
}

const set =
  (values: (values: Values, time: number) => Values): Change =>
  ({ time, values: before }) => ({ time, values: { ...before, ...values(before, time) } })

function breakDown(id: string, kind: string, days = 8): SimulatedDevice {
  const device = find(id)
  const source = FAULTS[kind]?.(
    { from: BREAKS_AT, until: BREAKS_AT + days * DAY },
    7,
  )(device.source)
  if (source === undefined) throw new Error(`no fault ${kind}`)
  return { ...device, source }
}

/** Which starting alarms these devices raise once they are broken, and did not when they were not. */
async function findRaised(broken: SimulatedDevice, others: readonly string[]): Promise<string[]> {
  const span = { from: FROM, until: UNTIL }
  const around = others.map(find)
  const usual = await replayAlarms([find(broken.id), ...around], span)
  const raised = await replayAlarms([broken, ...around], span)
  const toKey = ({ limit, channel }: { limit: string; channel: string }) => `${limit} ${channel}`
  const isUsual = new Set(usual.map(toKey))
  const unusual = raised.filter((one) => one.device === broken.id && !isUsual.has(toKey(one)))
  return [...new Set(unusual.map(toKey))].toSorted()
}

const SUNNY_NOON = (time: number) => Math.floor((time + 7 * HOUR) / HOUR) % 24
const CASES: readonly [string, SimulatedDevice, string[], string[]][] = [
  [
    'all stands still',
    breakDown('pk-vat-03', 'stuck'),
    [],
    [
      'temperature-stuck temperature/ambient',
      'vat-stirring-missed pump',
      'vat-temperature-stuck temperature/bottom',
      'vat-temperature-stuck temperature/middle',
      'vat-temperature-stuck temperature/top',
    ],
  ],
  [
    'a loose cable, whose spikes make it swing, too',
    breakDown('pk-vat-03', 'spike'),
    [],
    [
      'vat-probe-in-air temperature/bottom',
      'vat-probe-in-air temperature/middle',
      'vat-probe-in-air temperature/top',
      'vat-temperature-jumps temperature/bottom',
      'vat-temperature-jumps temperature/middle',
      'vat-temperature-jumps temperature/top',
    ],
  ],
  [
    'probes out of the mash',
    breakDown('pk-vat-03', 'probe-in-air'),
    [],
    [
      'vat-probe-in-air temperature/bottom',
      'vat-probe-in-air temperature/middle',
      'vat-probe-in-air temperature/top',
    ],
  ],
  [
    'a device that is cut off for two days and then sends all of it',
    breakDown('pk-vat-03', 'drop-out', 2),
    [],
    [
      'device-silent temperature/middle',
      'probe-silent temperature/bottom',
      'probe-silent temperature/top',
    ],
  ],
  [
    'a clock that counts from 1970',
    breakDown('pk-vat-03', 'clock-reset'),
    [],
    ['clock-impossible temperature/middle'],
  ],
  [
    'a clock that is eight hours slow, so that for so long nothing new comes',
    change('pk-vat-03', ({ time, values }) => ({ time: time - 8 * HOUR, values })),
    [],
    [
      'clock-slow temperature/middle',
      'device-silent temperature/middle',
      'probe-silent temperature/bottom',
      'probe-silent temperature/top',
    ],
  ],
  [
    'one probe that is shorted',
    change(
      'pk-vat-03',
      set(() => ({ 'temperature/top': -127 })),
    ),
    [],
    ['probe-silent temperature/top'],
  ],
  [
    'air in the collector',
    change(
      'pk-vat-03',
      set(({ 'temperature/collector-in': inlet = 0 }) => ({ 'temperature/collector-out': inlet })),
    ),
    ['pk-weather'],
    ['vat-collector-useless temperature-rise/collector'],
  ],
  [
    'a pump that is dead',
    change(
      'pk-vat-03',
      set(() => ({ pump: 0 })),
    ),
    [],
    ['vat-stirring-missed pump'],
  ],
  [
    'a pump that nobody hears of, while the rest of the device is well',
    change('pk-vat-03', ({ time, values: { pump: _pump, ...values } }) => ({ time, values })),
    [],
    [],
  ],
  [
    'a leak of 12 mm a day',
    change(
      'pk-vat-03',
      set(({ level }, time) => ({ level: Number(level) - (12 * (time - BREAKS_AT)) / DAY })),
    ),
    [],
    ['vat-level-falling level'],
  ],
  [
    'a link that loses acknowledgements',
    breakDown('kx-weather', 'duplicate'),
    [],
    ['messages-repeated repeats'],
  ],
  [
    'a weak signal',
    change(
      'kx-weather',
      set(() => ({ rssi: -116 })),
    ),
    [],
    ['signal-weak rssi'],
  ],
  [
    'a latch that does not hold',
    change(
      'pk-van-1',
      set(({ door, speed }) => ({ door: Number(speed) > 20 ? 1 : Number(door) })),
    ),
    [],
    ['vehicle-door-open-under-way door'],
  ],
  [
    'a breaker that tripped',
    change(
      'kx-cold-room',
      set(() => ({ mains: 0 })),
    ),
    [],
    ['store-mains-lost mains'],
  ],
  [
    'a cold store that is warm every afternoon',
    change(
      'kx-cold-room',
      set(({ 'temperature/product': product }, time) => ({
        'temperature/product':
          SUNNY_NOON(time) >= 12 && SUNNY_NOON(time) < 18 ? 10.5 : Number(product),
      })),
    ),
    [],
    [
      'cold-room-product-temperature-high temperature/product',
      'cold-room-warm-long temperature/product',
    ],
  ],
]

describe('what breaks raises its own alarms and no others', () => {
  test.each(CASES)('%s', { timeout: 60_000 }, async (_what, broken, others, wanted) => {
    expect(await findRaised(broken, others)).toEqual(wanted)
  })
})

test(
  'nothing of the sensors themselves alarms in a quarter in which they work',
  { timeout: 120_000 },
  async () => {
    const ids = [
      'pk-vat-03',
      'pk-weather',
      'pk-warehouse',
      'kx-cold-room',
      'kx-soil-1',
      'kx-weather',
      'pk-van-1',
    ]
    const span = { from: FROM, until: FROM + 90 * DAY }
    const raised = await replayAlarms(ids.map(find), span)
    const own =
      /^(device|probe|soil-probe|clock|signal|temperature)-|-(stuck|jumps|in-air|useless|missed)$/
    expect(STARTING_ALARMS.filter(({ id }) => own.test(id)).length).toBe(13)
    expect(raised.filter(({ limit }) => own.test(limit))).toEqual([])
  },
)
