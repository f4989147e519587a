import { DAY, HOUR, MINUTE, SECOND } from '../time.ts'
import { formatQuantity } from '../unit-symbol.ts'
import type { Language } from './notice.ts'

/** From the largest to the smallest, by their UCUM codes. */
const UNITS = [
  { unit: 'd', size: DAY },
  { unit: 'h', size: HOUR },
  { unit: 'min', size: MINUTE },
  { unit: 's', size: SECOND },
] as const
/** Of what lasted for days nobody counts the minutes. */
const PARTS_MAX = 2

/** How long something lasted, milliseconds, as people say it: `2 giờ 5 phút`, `2 h 5 min`. */
export function formatLasting(milliseconds: number, language: Language): string {
  const first = UNITS.findIndex(({ size }) => milliseconds >= size)
  if (first === -1) return formatQuantity(0, { unit: 's', decimals: 0 }, language)
  let rest = milliseconds
  const parts = UNITS.slice(first, first + PARTS_MAX).flatMap(({ unit, size }) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : [formatQuantity(count, { unit, decimals: 0 }, language)]
  })
  return parts.join(' ')
}
