import { RequestProblem } from './problem.ts'

/** What was asked for, or a 404 that names it. */
export function requireFound<T>(found: T | undefined, kind: string, id: string): T {
  if (found !== undefined) return found
  throw new RequestProblem('not-found', 'NOT_FOUND', `There is no ${kind} '${id}'.`)
}
