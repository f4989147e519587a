import type { DatabaseSync } from 'node:sqlite'

import type { OnDamage } from './damage.ts'
import { prepareBlocks, type Blocks } from './read-blocks.ts'
import { prepareHotRead, type ReadHot } from './read-hot.ts'
import { prepareRollUps, type RollUps } from './read-roll-ups.ts'
import { type Meta, prepareMeta } from './schema.ts'

/** Everything a read is put together from. Use them inside one `readAtOnce`: sealing moves readings between them. */
export interface ReadSources {
  readonly readMeta: () => Meta
  readonly readHot: ReadHot
  readonly blocks: Blocks
  readonly rollUps: RollUps
}

export function prepareSources(db: DatabaseSync, onDamage: OnDamage): ReadSources {
  return {
    readMeta: prepareMeta(db),
    readHot: prepareHotRead(db),
    blocks: prepareBlocks(db, onDamage),
    rollUps: prepareRollUps(db, onDamage),
  }
}
