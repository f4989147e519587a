import { DAY, HOUR, MINUTE, SECOND } from './time.ts'

/** ISO 8601 in days, hours, minutes and seconds, each only where there are some: `P30D`, `PT1H30M`; `PT0S` for none. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`
  const days = Math.floor(milliseconds / DAY)
  const time = [
    format(Math.floor((milliseconds % DAY) / HOUR), 'H'),
    format(Math.floor((milliseconds % HOUR) / MINUTE), 'M'),
    format((milliseconds % MINUTE) / SECOND, 'S'),
  ].join('')
  if (days === 0 && time === '') return 'PT0S'
  return `P${format(days, 'D')}${time === '' ? '' : `T${time}`}`
}

function format(count: number, unit: string): string {
  return count === 0 ? '' : `${count}${unit}`
}
