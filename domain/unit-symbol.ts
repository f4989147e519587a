import type { Text } from './text.ts'

/** UCUM codes that people write otherwise; the others are shown as they are. */
const SYMBOLS: Readonly<Record<string, string>> = {
  Cel: '°C',
  "{deg'Be}": '°Bé',
  deg: '°',
  '[g]': 'g',
  '[pH]': '',
  '[ppm]': 'ppm',
  'dB[mW]': 'dBm',
  'W/m2': 'W/m²',
  'umol/m2/s': 'µmol/m²/s',
  'uS/cm': 'µS/cm',
  'kW.h': 'kWh',
  '{NTU}': 'NTU',
  '{count}': '',
  '{state}': '',
  'Cel.h': '°C·h',
  'Cel/h': '°C/h',
}
const WORDS: Readonly<Record<string, Text>> = {
  s: { vi: 'giây', en: 's' },
  min: { vi: 'phút', en: 'min' },
  h: { vi: 'giờ', en: 'h' },
  d: { vi: 'ngày', en: 'd' },
}

/** What people write for a UCUM unit; empty: nothing. */
export function toUnitSymbol(unit: string, language: keyof Text): string {
  return WORDS[unit]?.[language] ?? SYMBOLS[unit] ?? unit
}

/** `52,3 °C` in Vietnamese, `52.3 °C` in English; at most so many decimals, no zeros at the end. */
export function formatQuantity(
  value: number,
  { unit, decimals }: { readonly unit: string; readonly decimals: number },
  language: keyof Text,
): string {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value)
  const symbol = toUnitSymbol(unit, language)
  return symbol === '' ? number : `${number} ${symbol}`
}
