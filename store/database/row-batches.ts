/** Rows of one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const ROWS_MAX = 500

/** The items in order, as many at a time as one statement takes. */
export function* toBatches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_MAX) {
    yield items.slice(start, start + ROWS_MAX)
  }
}
