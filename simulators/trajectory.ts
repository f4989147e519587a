import type { Instant } from '#domain/time.ts'

/** How something with a memory (a vat, a soil) changes in steps of fixed length. */
export interface Process<State> {
  /** Milliseconds of one step. */
  readonly step: number
  /**
   * Where the run that leads to `at` begins: the filling of a vat, or so long before that the beginning is forgotten.
   * It depends on `at` alone, so whoever asks, whenever, gets the same curve.
   */
  anchorOf(at: Instant): Instant
  begin(anchorAt: Instant): State
  /** The state one step after `at`. */
  advance(state: State, at: Instant): State
}

/** The state at an instant. Cheap when asked forward in time; going back runs again from the anchor. */
export function createTrajectory<State>(process: Process<State>): (at: Instant) => State {
  const run = (anchorAt: Instant) => ({ anchorAt, at: anchorAt, state: process.begin(anchorAt) })
  let current: ReturnType<typeof run> | undefined
  return (at) => {
    const anchorAt = process.anchorOf(at)
    if (current?.anchorAt !== anchorAt || current.at > at) current = run(anchorAt)
    while (current.at + process.step <= at) {
      current.state = process.advance(current.state, current.at)
      current.at += process.step
    }
    return current.state
  }
}
