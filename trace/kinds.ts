import type { Text } from '#domain/text.ts'

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

const WITHDRAWN: Text = { vi: 'Rút lại (không xảy ra)', en: 'Withdrawn (did not happen)' }

/** Of an operation of any kind; a withdrawal is none that people choose. */
export function nameKind(kind: string): Text {
  return OPERATION_KINDS[kind]?.name ?? WITHDRAWN
}
