import type { OperationKind } from './kind.ts'
import { CHAIN } from './kinds/chain.ts'
import { FISH_SAUCE } from './kinds/fish-sauce.ts'
import { LABORATORY } from './kinds/laboratory.ts'
import { ORCHARD } from './kinds/orchard.ts'
import { STORE } from './kinds/store.ts'

/** Everything that people do to batches, by its name in the API. */
export const OPERATION_KINDS: Readonly<Record<string, OperationKind>> = {
  ...FISH_SAUCE,
  ...LABORATORY,
  ...ORCHARD,
  ...STORE,
  ...CHAIN,
}
