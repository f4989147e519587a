import type { Entry } from '#store/journal/contract.ts'

export const START = Date.parse('2026-01-01T00:00:00Z')

export function message(number: number, change: Partial<Entry> = {}): Entry {
  return {
    kind: 'message',
    receivedAt: START + number,
    device: 'vat-1',
    topic: 'nguon/v1/vat-1/readings',
    payload: Buffer.from(`{"temperature":${number}}`),
    retained: false,
    ...change,
  }
}
