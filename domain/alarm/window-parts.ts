/** A window is this many parts, and forgets one of them at a time: the cost of a reading is the same however long the window. */
export const PARTS = 24

/** How long a part is: whole milliseconds, so that parts begin and end where the next one does. */
export function toWidth(over: number): number {
  return Math.max(1, Math.ceil(over / PARTS))
}
