export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}

/** Rounded to so many digits after the point, as a device's firmware does before it sends. */
export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** The table's value at a fractional index, linear between entries; the table repeats for ever. */
export function interpolate(table: readonly number[], index: number): number {
  const low = Math.floor(index)
  const fraction = index - low
  return entry(table, low) * (1 - fraction) + entry(table, low + 1) * fraction
}

function entry(table: readonly number[], index: number): number {
  const { length } = table
  return table[((index % length) + length) % length] ?? 0
}
