/** Durations in milliseconds: `8 * MINUTE`. */
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Instants are integer milliseconds since 1970-01-01T00:00:00Z, and names of them end in `At`. */
export type Instant = number
