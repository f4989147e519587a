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

/** Numbers up to `through` are taken from now on, if they were not before. */
export async function raiseNumber(
  change: Change,
  name: CounterName,
  through: number,
): Promise<void> {
  await change
    .updateTable('counter')
    .set({ value: through })
    .where('name', '=', name)
    .where('value', '<', through)
    .execute()
}
