import type { Change, CounterName } from './schema.ts'

/** Takes the next `count` numbers of a series and returns the first of them. Numbers are never given twice. */
export async function takeNumbers(change: Change, name: CounterName, count = 1): Promise<number> {
  const { value } = await change
    .updateTable('counter')
    .set((column) => ({ value: column('value', '+', count) }))
    .where('name', '=', name)
    .returning('value')
    .executeTakeFirstOrThrow()
  return value - count + 1
}
