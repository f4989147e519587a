import { ALARMS } from './boards/alarms.ts'
import { BATCH } from './boards/batch.ts'
import { DEVICES } from './boards/devices.ts'
import { ORCHARD } from './boards/orchard.ts'
import { OVERVIEW } from './boards/overview.ts'
import { PLATFORM } from './boards/platform.ts'
import { STORES } from './boards/stores.ts'
import { TRANSPORT } from './boards/transport.ts'
import { VATS } from './boards/vats.ts'
import type { BoardSpec } from './model.ts'

/** From the whole to the part: the morning's question first, the platform last. */
export const BOARDS: readonly BoardSpec[] = [
  OVERVIEW,
  ALARMS,
  VATS,
  ORCHARD,
  STORES,
  TRANSPORT,
  BATCH,
  DEVICES,
  PLATFORM,
]
