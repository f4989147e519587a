import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { HOUR, MINUTE } from '#domain/time.ts'

const words = { vi: 'vi', en: 'en' }

/** A limit for tests: warm from 45 °C for half an hour, hot from 50 °C at once. */
export const VAT_HOT: AlarmLimit = {
  id: 'vat-hot',
  name: { vi: 'Bể nóng', en: 'Vat hot' },
  placeKinds: ['vat'],
  channels: ['temperature/top'],
  measure: { kind: 'value' },
  side: 'high',
  levels: [
    { bound: 45, priority: 'medium', onDelay: 30 * MINUTE },
    { bound: 50, priority: 'high', onDelay: 0 },
  ],
  deadband: 1,
  offDelay: 10 * MINUTE,
  maxTimeShelved: 8 * HOUR,
  cause: words,
  consequence: words,
  response: words,
  timeToRespond: HOUR,
  source: words,
}
