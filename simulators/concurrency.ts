/** Calls `work` for every item, at most `concurrencyMax` at a time. The first failure rejects; no further item is begun. */
export async function forEachConcurrently<T>(
  items: readonly T[],
  concurrencyMax: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const workers = Array.from({ length: Math.min(concurrencyMax, items.length) }, async () => {
    // The iterator is shared: each worker takes the next item that nobody has.
    for (const item of queue) await work(item)
  })
  await Promise.all(workers)
}
