import type { Quantity } from '#domain/quantity.ts'

/** Grafana's id of a UCUM unit; what it has no id for is written behind the number as people read it. */
const UNITS: Readonly<Record<string, string>> = {
  Cel: 'celsius',
  K: 'kelvin',
  '%': 'percent',
  hPa: 'pressurehpa',
  kPa: 'pressurekpa',
  W: 'watt',
  'W/m2': 'Wm2',
  V: 'volt',
  A: 'amp',
  'kW.h': 'kwatth',
  'm/s': 'velocityms',
  'km/h': 'velocitykmh',
  mm: 'lengthmm',
  m: 'lengthm',
  L: 'litre',
  'L/min': 'flowlpm',
  kg: 'masskg',
  lx: 'lux',
  deg: 'degree',
  dB: 'dB',
  'dB[mW]': 'dBm',
  '[ppm]': 'ppm',
  '[g]': 'accG',
  '{count}': 'short',
  '{state}': 'none',
  '[pH]': 'suffix: pH',
  "{deg'Be}": 'suffix: °Bé',
  '{NTU}': 'suffix: NTU',
  'g/mL': 'suffix: g/mL',
  'mS/cm': 'suffix: mS/cm',
  'uS/cm': 'suffix: µS/cm',
  'umol/m2/s': 'suffix: µmol/m²/s',
  'mm/h': 'suffix: mm/h',
}

export function toGrafanaUnit({ id, unit }: Pick<Quantity, 'id' | 'unit'>): string {
  const found = UNITS[unit]
  if (found !== undefined) return found
  throw new Error(`quantity ${id} has unit ${unit}, which dashboards/units.ts does not know`)
}
