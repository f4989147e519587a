import type { Kysely } from 'kysely'

import type { NoticeTable } from '../schema.ts'

/** When a notice was made, by which its time is found anew when settings change; why one was cancelled; what is old is found by its age. */
export async function up(db: Kysely<{ notice: NoticeTable }>): Promise<void> {
  await db.schema
    .alterTable('notice')
    .addColumn('made_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('notice').addColumn('reason', 'text').execute()
  await db
    .updateTable('notice')
    .set((row) => ({ made_at: row.ref('due_at') }))
    .execute()
  await createAgeIndexes(db)
}

async function createAgeIndexes({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema.createIndex('call_by_age').on('call').column('asked_at').execute()
  await schema.createIndex('notice_by_age').on('notice').column('made_at').execute()
  await schema.createIndex('message_by_age').on('message').column('created_at').execute()
}
