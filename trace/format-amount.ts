import type { Text } from '#domain/text.ts'
import type { AmountUnit } from '#domain/trace/amount.ts'

const UNIT_NAMES: Readonly<Partial<Record<AmountUnit, Text>>> = {
  '1': { vi: 'cái', en: 'pieces' },
  m3: { vi: 'm³', en: 'm³' },
}

/** 1.234,5 kg for Vietnamese eyes, 1,234.5 kg for English ones. */
export function formatAmount({
  value,
  unit,
}: {
  readonly value: number
  readonly unit: AmountUnit
}): Text {
  const write = (language: 'vi' | 'en') => {
    const digits = new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value)
    return `${digits} ${nameUnit(unit)[language]}`
  }
  return { vi: write('vi'), en: write('en') }
}

export function nameUnit(unit: AmountUnit): Text {
  return UNIT_NAMES[unit] ?? { vi: unit, en: unit }
}
