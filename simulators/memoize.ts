/** Remembers what was made for a number; at `keptMax` it forgets all and begins again. */
export function memoize<T>(make: (key: number) => T, keptMax: number): (key: number) => T {
  const kept = new Map<number, T>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(key)
    if (kept.size >= keptMax) kept.clear()
    kept.set(key, made)
    return made
  }
}
