import type { Text } from '#domain/text.ts'
import { MINUTE, SECOND } from '#domain/time.ts'

import { createColdRoom } from './cold-room.ts'
import { createWeatherStation } from './orchard.ts'
import { deriveSeed, uniform } from './random.ts'
import { createSource, type Model, type Source } from './sample.ts'
import { formatVatNumber, VAT_NUMBERS } from './sites.ts'
import { createSoil } from './soil.ts'
import { createVan } from './van.ts'
import { createVat } from './vat.ts'
import { createWarehouse } from './warehouse.ts'
import { createWeather, type Weather } from './weather.ts'

/** One device of the three sites: what is written on it, where it stands, how often it speaks and how it lies. */
export interface DeviceSheet {
  readonly id: string
  readonly name: Text
  readonly model: string
  readonly place: string
  /** Milliseconds between two samples. */
  readonly every: number
  readonly createModel: (seed: number, weather: Weather) => Model
}

/** How much cooler than the coast the orchards in the hills are, °C. */
const HILLS_COOLER_BY = 0.8

const vats = VAT_NUMBERS.map((number): DeviceSheet => {
  const id = formatVatNumber(number)
  return {
    id: `pk-vat-${id}`,
    name: { vi: `Bể chượp ${id}`, en: `Vat ${id}` },
    model: 'ESP32, 6 × DS18B20, ultrasonic level, density cell',
    place: `phu-khuong.vat-${id}`,
    every: 10 * MINUTE,
    createModel: (seed, weather) => createVat(seed, number, weather),
  }
})

export const DEVICE_SHEETS: readonly DeviceSheet[] = [
  ...vats,
  weatherStation('pk-weather', 'phu-khuong.yard', 0),
  {
    id: 'pk-warehouse',
    name: { vi: 'Kho thành phẩm', en: 'Warehouse' },
    model: 'ESP32 + SHT41',
    place: 'phu-khuong.warehouse',
    every: 5 * MINUTE,
    createModel: createWarehouse,
  },
  coldRoom('pk-cold-room', 'phu-khuong.cold-room', 2),
  {
    id: 'pk-van-1',
    name: { vi: 'Xe lạnh số 1', en: 'Refrigerated van 1' },
    model: 'GNSS tracker with probe',
    place: 'phu-khuong.van-1',
    every: 2 * MINUTE,
    createModel: createVan,
  },
  weatherStation('kx-weather', 'khe-xai.block-1', HILLS_COOLER_BY),
  soilProbe('kx-soil-1', 'khe-xai.block-1'),
  soilProbe('kx-soil-2', 'khe-xai.block-2'),
  coldRoom('kx-cold-room', 'khe-xai.cold-room', 5),
  weatherStation('bc-weather', 'ba-cup.block-1', HILLS_COOLER_BY),
  soilProbe('bc-soil-1', 'ba-cup.block-1'),
  soilProbe('bc-soil-2', 'ba-cup.block-2'),
]

function weatherStation(id: string, place: string, coolerBy: number): DeviceSheet {
  return {
    id,
    name: { vi: 'Trạm thời tiết', en: 'Weather station' },
    model: 'Weather station with tipping bucket',
    place,
    every: 10 * MINUTE,
    createModel: (seed, weather) => createWeatherStation(seed, weather, coolerBy),
  }
}

function soilProbe(id: string, place: string): DeviceSheet {
  return {
    id,
    name: { vi: `Đầu đo đất ${id.slice(-1)}`, en: `Soil probe ${id.slice(-1)}` },
    model: 'Soil probe, three depths',
    place,
    every: 30 * MINUTE,
    createModel: createSoil,
  }
}

function coldRoom(id: string, place: string, setPointCelsius: number): DeviceSheet {
  return {
    id,
    name: { vi: 'Kho lạnh', en: 'Cold room' },
    model: 'Cold-room controller',
    place,
    every: 5 * MINUTE,
    createModel: (seed, weather) => createColdRoom(seed, weather, { setPointCelsius }),
  }
}

export interface SimulatedDevice extends DeviceSheet {
  /** Milliseconds after the full interval at which it samples: not all at once. */
  readonly phase: number
  readonly source: Source
}

/** All devices under one sky. The same seed gives the same readings for ever. */
export function createFleet(seed: number): SimulatedDevice[] {
  const weather = createWeather(deriveSeed(seed, 'weather'))
  return DEVICE_SHEETS.map((sheet) => createDevice(sheet, deriveSeed(seed, sheet.id), weather))
}

function createDevice(sheet: DeviceSheet, seed: number, weather: Weather): SimulatedDevice {
  const phase = Math.floor((uniform(seed, 0) * sheet.every) / SECOND) * SECOND
  const model = sheet.createModel(seed, weather)
  return { ...sheet, phase, source: createSource(model, sheet.every, phase) }
}
