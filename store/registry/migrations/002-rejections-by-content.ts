import type { Kysely } from 'kysely'

/** So that adding looks at the rows concerned, and not at all that are kept of a device. */
export async function up({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createIndex('rejection_by_content')
    .on('rejection')
    .columns(['device', 'payload_hash'])
    .execute()
  await schema
    .createIndex('rejection_by_kind')
    .on('rejection')
    .columns(['device', 'code', 'channel', 'last_at', 'id'])
    .execute()
}
