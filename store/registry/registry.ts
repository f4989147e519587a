import { createAlarms } from './alarms.ts'
import { createCalibrations } from './calibrations.ts'
import { createChannels } from './channels.ts'
import type { Registry } from './contract.ts'
import { createCredentials } from './credentials.ts'
import { createDevices } from './devices.ts'
import { createExcursions } from './excursions.ts'
import { createInstallations } from './installations.ts'
import { createLimits } from './limits.ts'
import { createNotifications } from './notifications.ts'
import { createPlaces } from './places.ts'
import { createPresenceLog } from './presence.ts'
import { REJECTION_LIMITS, type RejectionLimits } from './rejection-limits.ts'
import { createRejections } from './rejections.ts'
import type { Database } from './schema.ts'
import { createSettings } from './settings.ts'
import { createSiteModes } from './site-modes.ts'
import { createSites } from './sites.ts'

export interface RegistryOptions {
  readonly rejections?: Partial<RejectionLimits>
}

/** The registry over an open, migrated database of any engine; closing it closes the database. */
export function createRegistry(db: Database, options: RegistryOptions = {}): Registry {
  return {
    sites: createSites(db),
    places: createPlaces(db),
    devices: createDevices(db),
    credentials: createCredentials(db),
    channels: createChannels(db),
    presence: createPresenceLog(db),
    installations: createInstallations(db),
    rejections: createRejections(db, { ...REJECTION_LIMITS, ...options.rejections }),
    limits: createLimits(db),
    alarms: createAlarms(db),
    people: createSettings(db, 'person'),
    routes: createSettings(db, 'route'),
    rosters: createSettings(db, 'roster'),
    notifications: createNotifications(db),
    siteModes: createSiteModes(db),
    excursions: createExcursions(db),
    calibrations: createCalibrations(db),
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}
