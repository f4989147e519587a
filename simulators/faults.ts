import { DAY, type Instant } from '#domain/time.ts'

import { round } from './number.ts'
import { sensorNoise, uniform } from './random.ts'
import type { Sample, Source, Values } from './sample.ts'

/** From `from` (inclusive) until `until` (exclusive), by the true clock. */
export interface FaultWindow {
  readonly from: Instant
  readonly until: Instant
}

/** Makes a device lie. Faults are functions of a source, so they compose, and a source stays a pure function of time. */
export type Fault = (source: Source) => Source

export type FaultFactory = (window: FaultWindow, seed: number) => Fault

/** °C a day; a good probe drifts that much in a month. */
const DRIFT_CELSIUS_PER_DAY = 0.1
const SPIKE_CHANCE = 0.05
const SPIKE_CELSIUS = 30
/** DS18B20 disconnected, SHT and LoRaWAN nodes without probe, DS18B20 at power-on. */
const SENTINELS = [-127, 327.67, 85] as const

export const FAULTS: Readonly<Record<string, FaultFactory>> = {
  // Nothing is sent; afterwards all of it at once, as a device that stores and forwards does.
  'drop-out': (window) => (source) =>
    function* dropOut(from, until) {
      if (window.until > from && window.until <= until) {
        yield* source(window.from - 1, Math.min(from, window.until - 1))
      }
      for (const sample of source(from, until)) {
        if (!isWithin(window, sample.time) || window.until <= until) yield sample
      }
    },
  // QoS 1 may deliver twice (MQTT 3.1.1 §4.3.2).
  duplicate: (window) => changeSamples(window, (sample) => [sample, sample]),
  // The clock lost its battery and counts from 1970 until it is set.
  'clock-reset': (window) =>
    changeSamples(window, ({ time, values }) => [{ time: time - window.from, values }]),
  stuck: (window) => createStuck(window),
  spike: (window, seed) =>
    changeTemperatures(window, (value, { time }) =>
      uniform(seed, time / 1_000) < SPIKE_CHANCE ? value + SPIKE_CELSIUS : value,
    ),
  drift: (window) =>
    changeTemperatures(window, (value, { time }) =>
      round(value + (DRIFT_CELSIUS_PER_DAY * (time - window.from)) / DAY, 2),
    ),
  // The probe was pulled out of the mash and shows the air, which swings by 5 to 6 °C a day.
  'probe-in-air': (window, seed) =>
    changeTemperatures(window, (value, { time, values }, channel) => {
      const air = values['temperature/ambient']
      if (typeof air !== 'number' || channel === 'temperature/ambient') return value
      return round(air + sensorNoise(seed, time, 0.1), 2)
    }),
  sentinel: (window, seed) =>
    changeTemperatures(window, (_, { time }) => {
      const index = Math.floor(uniform(seed, time / 1_000) * SENTINELS.length)
      return SENTINELS[index] ?? SENTINELS[0]
    }),
  // Somebody set the device to °F; the number carries no unit.
  fahrenheit: (window) => changeTemperatures(window, (value) => round(value * 1.8 + 32, 2)),
  // Firmware that prints a float without looking.
  'nan-text': (window) => changeTemperatures(window, () => 'NaN'),
}

function isWithin({ from, until }: FaultWindow, time: Instant): boolean {
  return time >= from && time < until
}

function changeSamples(window: FaultWindow, change: (sample: Sample) => Sample[]): Fault {
  return (source) =>
    function* changed(from, until) {
      for (const sample of source(from, until)) {
        if (isWithin(window, sample.time)) yield* change(sample)
        else yield sample
      }
    }
}

type ChangeTemperature = (value: number, sample: Sample, channel: string) => number | string

/** Temperatures are what most probes measure; the other channels of the device stay as they are. */
function changeTemperatures(window: FaultWindow, change: ChangeTemperature): Fault {
  return changeSamples(window, (sample) => {
    const changeOne = ([channel, value]: [string, number | string]) => {
      const isTemperature = channel.split('/')[0] === 'temperature' && typeof value === 'number'
      return [channel, isTemperature ? change(value, sample, channel) : value] as const
    }
    const values = Object.fromEntries(Object.entries(sample.values).map(changeOne))
    return [{ time: sample.time, values }]
  })
}

/** Everything stays at what the device showed when the window began. */
function createStuck(window: FaultWindow): Fault {
  return (source) => {
    let shown: Values | undefined
    const showFirst = () => {
      for (const { values } of source(window.from - 1, window.from + DAY)) return values
      return {}
    }
    return changeSamples(window, ({ time }) => {
      shown ??= showFirst()
      return [{ time, values: shown }]
    })(source)
  }
}
