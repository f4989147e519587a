import { SECOND, type Instant } from '#domain/time.ts'

/** The panels of a dashboard ask within a moment of each other. */
const AGE_MAX = 10 * SECOND

/** Works out the same question once for those who ask it within a moment; only the last question is remembered. */
export function createLatestAnswer<Answer>() {
  let last:
    | { readonly key: string; readonly at: Instant; readonly answer: Promise<Answer> }
    | undefined
  return (key: string, work: () => Promise<Answer>): Promise<Answer> => {
    const now = Date.now()
    if (last !== undefined && last.key === key && now - last.at <= AGE_MAX) return last.answer
    const answer = work()
    last = { key, at: now, answer }
    // The next one tries again.
    answer.catch(() => {
      if (last?.answer === answer) last = undefined
    })
    return answer
  }
}
