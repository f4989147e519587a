import type { InfluxConnection } from './connection.ts'
import type { Tier } from './dialect.ts'

/** A request holds at most this many lines (about 1.5 MB at the longest): any server takes it. */
const LINES_MAX = 5_000
/** Requests under way at once; 3 Core answers each only after its next WAL flush, up to a second later. */
const REQUESTS_MAX = 4

/**
 * Writes every line that the server accepts and resolves with the others, as index → reason. A refused batch is divided until
 * the refused lines stand alone, at most 2 × n requests; what is written twice on the way is the same point.
 */
export async function deliver(
  connection: InfluxConnection,
  tier: Tier,
  lines: readonly string[],
): Promise<Map<number, string>> {
  const refused = new Map<number, string>()
  for (let start = 0; start < lines.length; start += LINES_MAX * REQUESTS_MAX) {
    const firsts = Array.from({ length: REQUESTS_MAX }, (_, i) => start + i * LINES_MAX)
    const chunks = firsts.filter((first) => first < lines.length)
    const ends = await Promise.allSettled(
      chunks.map((first) =>
        deliverChunk({ connection, tier, lines, refused }, first, first + LINES_MAX),
      ),
    )
    // All have ended before the first failure is told: whoever is told may rely on nothing being under way.
    const failure = ends.find((end) => end.status === 'rejected')
    if (failure) throw failure.reason
  }
  return refused
}

interface Delivery {
  readonly connection: InfluxConnection
  readonly tier: Tier
  readonly lines: readonly string[]
  readonly refused: Map<number, string>
}

async function deliverChunk(delivery: Delivery, from: number, until: number): Promise<void> {
  const { connection, tier, refused } = delivery
  const lines = delivery.lines.slice(from, until)
  const outcome = await connection.write(tier, lines)
  if (outcome.kind === 'stored') return
  if (outcome.kind === 'partly') {
    for (const [line, reason] of outcome.reasons) refused.set(from + line, reason)
    return
  }
  if (lines.length === 1) {
    refused.set(from, outcome.reason)
    return
  }
  const middle = from + Math.floor(lines.length / 2)
  await deliverChunk(delivery, from, middle)
  await deliverChunk(delivery, middle, until)
}
