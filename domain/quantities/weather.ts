import type { Quantity } from '../quantity.ts'

/** Sun, rain and wind. */
export const WEATHER_QUANTITIES: readonly Quantity[] = [
  // Since the device started: wraps and resets.
  {
    id: 'rain',
    kind: 'counter',
    unit: 'mm',
    range: [0, 1_000_000],
    decimals: 1,
    name: { vi: 'Lượng mưa cộng dồn', en: 'Rain (cumulative)' },
    unece: 'MMT',
    epcis: 'Length',
  },
  {
    id: 'rain-rate',
    kind: 'gauge',
    unit: 'mm/h',
    range: [0, 1000],
    decimals: 1,
    name: { vi: 'Cường độ mưa', en: 'Rain rate' },
    unece: 'H67',
  },
  // Pyranometers read a little below zero at night, and above the solar constant at the edge of
  // a cloud.
  {
    id: 'irradiance',
    kind: 'gauge',
    unit: 'W/m2',
    range: [-20, 1800],
    decimals: 0,
    name: { vi: 'Bức xạ mặt trời', en: 'Irradiance' },
    unece: 'D54',
    epcis: 'Irradiance',
  },
  {
    id: 'par',
    kind: 'gauge',
    unit: 'umol/m2/s',
    range: [-20, 3500],
    decimals: 0,
    name: { vi: 'Bức xạ quang hợp (PAR)', en: 'Photosynthetically active radiation' },
  },
  {
    id: 'illuminance',
    kind: 'gauge',
    unit: 'lx',
    range: [0, 200_000],
    decimals: 0,
    name: { vi: 'Độ rọi', en: 'Illuminance' },
    unece: 'LUX',
    epcis: 'Illuminance',
  },
  {
    id: 'wind-speed',
    kind: 'gauge',
    unit: 'm/s',
    range: [0, 80],
    decimals: 1,
    name: { vi: 'Tốc độ gió', en: 'Wind speed' },
    unece: 'MTS',
    epcis: 'Speed',
  },
  // Typhoons bring 40 m/s to Kỳ Anh; the strongest gust ever measured on Earth was 113 m/s.
  {
    id: 'wind-gust',
    kind: 'gauge',
    unit: 'm/s',
    range: [0, 115],
    decimals: 1,
    name: { vi: 'Gió giật', en: 'Wind gust' },
    unece: 'MTS',
    epcis: 'Speed',
  },
  // Where it blows from, clockwise from north.
  {
    id: 'wind-direction',
    kind: 'gauge',
    unit: 'deg',
    range: [0, 360],
    decimals: 0,
    name: { vi: 'Hướng gió', en: 'Wind direction' },
    unece: 'DD',
    epcis: 'Angle',
  },
]
