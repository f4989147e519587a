import type { Logger } from 'pino'

import { toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'
import type { ScanCount, ScanKey, Scans } from '#store/trace/contract-scans.ts'

/** Counts are written so often; a power cut forgets those of so many seconds, which nobody was promised. */
const WRITE_EVERY = 5 * SECOND
/** Provinces of one lot and day beside which others are counted as unknown: a header is only as honest as its proxy. */
const PROVINCES_MAX = 100
/** Lots, days and provinces that are held for the next writing; further ones wait for nobody and are not counted. */
const KEYS_MAX = 10_000

/** Counts who opens codes, in memory; the store learns sums. Closing it writes what is left. */
export function openScanTally(scans: Scans, log: Logger) {
  const counts = new Map<string, ScanCount>()
  const provinces = new Map<string, Set<string>>()
  const write = async () => {
    const due = [...counts.values()]
    counts.clear()
    provinces.clear()
    if (due.length === 0) return
    try {
      await scans.add(due)
    } catch (error) {
      log.warn({ err: toMessage(error), codes: due.length }, 'scans not counted, trying again')
      for (const one of due) addCount(counts, one, one.count)
    }
  }
  let writing = Promise.resolve()
  const timer = setInterval(() => {
    writing = writing.then(write)
  }, WRITE_EVERY)
  return {
    count: (key: ScanKey) => {
      if (counts.size < KEYS_MAX) addCount(counts, boundProvince(provinces, key), 1)
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await writing
      await write()
    },
  }
}

function addCount(counts: Map<string, ScanCount>, key: ScanKey, more: number): void {
  const { day, product, lot, province } = key
  const id = JSON.stringify([day, product, lot, province])
  const before = counts.get(id)?.count ?? 0
  counts.set(id, { day, product, lot, province, count: before + more })
}

function boundProvince(provinces: Map<string, Set<string>>, key: ScanKey): ScanKey {
  const id = JSON.stringify([key.day, key.product, key.lot])
  const known = provinces.get(id) ?? new Set()
  provinces.set(id, known)
  if (known.size >= PROVINCES_MAX && !known.has(key.province)) return { ...key, province: '' }
  known.add(key.province)
  return key
}
