import { SECOND } from '#domain/time.ts'

/** Short lines for a person, on standard output. */
export type Say = (line: string) => void

const SAY_EVERY = 2 * SECOND
const COUNT = new Intl.NumberFormat('en')

export interface Progress {
  /** Tells how far the work is, at most every two seconds, and at the end. */
  advance(share: number, readingCount: number): void
}

export function createProgress(say: Say): Progress {
  const startedAt = Date.now()
  let saidAt = startedAt
  return {
    advance: (share, readingCount) => {
      const now = Date.now()
      if (now - saidAt < SAY_EVERY && share < 1) return
      saidAt = now
      say(describe(share, readingCount, Math.max(1, now - startedAt)))
    },
  }
}

function describe(share: number, readingCount: number, elapsed: number): string {
  const perSecond = COUNT.format(Math.round((readingCount / elapsed) * SECOND))
  const remaining = Math.ceil(((elapsed / share) * (1 - share)) / SECOND)
  const percent = String(Math.round(share * 100)).padStart(3)
  return `  ${percent} %  ${COUNT.format(readingCount)} readings, ${perSecond}/s, ${remaining} s left`
}
