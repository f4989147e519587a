import { z } from 'zod'

import type { Instant } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'

/** What answers are made of. */

export const instant = z.string().meta({
  description: 'RFC 3339 with offset.',
  format: 'date-time',
  examples: ['2026-10-01T07:30:00+07:00'],
})

export const text = z
  .object({ vi: z.string(), en: z.string() })
  .meta({ examples: [{ vi: 'Thùng chượp số 1', en: 'Vat no. 1' }] })

export function formatOptional(zone: string, at: Instant | null): string | null {
  return at === null ? null : formatInstant(zone, at)
}
