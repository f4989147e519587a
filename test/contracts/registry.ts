import { describe } from 'vitest'

import { logOfAlarms } from './registry/alarm-log.ts'
import { limitsWithVersions, livesOfAlarms } from './registry/alarms.ts'
import { calibrationsOfChannels } from './registry/calibrations.ts'
import { channels } from './registry/channels.ts'
import { devices } from './registry/devices.ts'
import { excursionsOfChannels, marksOfExcursions, pastOfNewLimits } from './registry/excursions.ts'
import type { OpenRegistry } from './registry/fixture.ts'
import { installationsOfDevices } from './registry/installations.ts'
import { whoIsTold } from './registry/notifications.ts'
import { presence } from './registry/presence.ts'
import { rejections } from './registry/rejections.ts'
import { modesOfSites } from './registry/site-modes.ts'
import { sitesAndPlaces } from './registry/sites.ts'

/** What every registry engine passes. `open` gives an empty one each time. */
export function registryContract(name: string, open: OpenRegistry): void {
  const areas = {
    sitesAndPlaces,
    devices,
    channels,
    installationsOfDevices,
    presence,
    rejections,
    limitsWithVersions,
    livesOfAlarms,
    logOfAlarms,
    whoIsTold,
    modesOfSites,
    marksOfExcursions,
    pastOfNewLimits,
    excursionsOfChannels,
    calibrationsOfChannels,
  }
  for (const [area, addTests] of Object.entries(areas)) {
    describe(`a registry in ${name}: ${area}`, () => {
      addTests(open)
    })
  }
}
