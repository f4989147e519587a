import type { Instant } from '../time.ts'
import type { Language } from './notice.ts'

/** `14:30 24/11/2026`; in English `14:30, 24 Nov 2026`. */
export function formatOnWall(at: Instant, timeZone: string, language: Language): string {
  const style = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const time = new Intl.DateTimeFormat(language, style).format(at)
  if (language === 'vi') {
    const day = { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' } as const
    return `${time} ${new Intl.DateTimeFormat('vi', day).format(at)}`
  }
  const day = { timeZone, day: 'numeric', month: 'short', year: 'numeric' } as const
  return `${time}, ${new Intl.DateTimeFormat('en-GB', day).format(at)}`
}
