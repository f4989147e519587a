import { RequestProblem } from './problem.ts'

/** What people call what may be missing. */
const NOUNS: Readonly<Record<string, string>> = {
  site: 'cơ sở',
  place: 'nơi',
  device: 'thiết bị',
  batch: 'lô',
  channel: 'kênh',
  limit: 'giới hạn',
  alarm: 'báo động',
  person: 'người',
  roster: 'ca trực',
  'notification-route': 'tuyến báo',
  rejection: 'tin bị loại',
}

/** What was asked for, or a 404 that names it. */
export function requireFound<T>(found: T | undefined, kind: string, id: string): T {
  if (found !== undefined) return found
  throw new RequestProblem('not-found', 'NOT_FOUND', {
    vi: `Không có ${NOUNS[kind] ?? kind} '${id}'.`,
    en: `There is no ${kind} '${id}'.`,
  })
}
