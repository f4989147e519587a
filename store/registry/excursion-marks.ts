import { joinRanges } from '#domain/alarm/range.ts'
import type { Instant } from '#domain/time.ts'

import type { ExcursionMark, KeptMark, MarkAgain } from './contract-excursions.ts'
import { takeNumbers } from './counter.ts'
import type { Change, Database, ExcursionMarkTable } from './schema.ts'

export async function noteMarks(tx: Change, marks: readonly ExcursionMark[]): Promise<void> {
  if (marks.length === 0) return
  const first = await takeNumbers(tx, 'excursion-mark', marks.length)
  for (const [index, mark] of marks.entries()) {
    const known = await findMark(tx, mark.channel)
    const row = toRow({
      ...(known === undefined ? mark : join(known, mark)),
      revision: first + index,
    })
    await tx
      .insertInto('excursion_mark')
      .values(row)
      .onConflict((conflict) => conflict.column('channel').doUpdateSet(row))
      .execute()
  }
}

export async function listDueMarks(db: Database, now: Instant, limit: number): Promise<KeptMark[]> {
  const due = db.selectFrom('excursion_mark').selectAll().where('due_at', '<=', now)
  const rows = await due.orderBy('due_at').orderBy('revision').limit(limit).execute()
  return rows.map(fromRow)
}

export async function settleMark(tx: Change, mark: KeptMark, again?: MarkAgain): Promise<void> {
  const { channel, until, revision } = mark
  const gone = await tx
    .deleteFrom('excursion_mark')
    .where('channel', '=', channel)
    .where('revision', '=', revision)
    .returning('channel')
    .executeTakeFirst()
  if (gone === undefined || again === undefined) return
  const { from = until, dueAt } = again
  await noteMarks(tx, [{ channel, from, until, dueAt }])
}

async function findMark(tx: Change, channel: number): Promise<KeptMark | undefined> {
  const query = tx.selectFrom('excursion_mark').selectAll().where('channel', '=', channel)
  const row = await query.executeTakeFirst()
  return row && fromRow(row)
}

function join(one: ExcursionMark, other: ExcursionMark): ExcursionMark {
  const { channel } = one
  return { channel, ...joinRanges(one, other), dueAt: Math.min(one.dueAt, other.dueAt) }
}

function toRow({ channel, from, until, dueAt, revision }: KeptMark): ExcursionMarkTable {
  return { channel, from_at: from, until_at: until, due_at: dueAt, revision }
}

function fromRow(row: ExcursionMarkTable): KeptMark {
  const { channel, from_at: from, until_at: until, due_at: dueAt, revision } = row
  return { channel, from, until, dueAt, revision }
}
