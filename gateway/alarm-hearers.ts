import type { Logger } from 'pino'

import { toMessage } from '#domain/error.ts'
import { isId } from '#domain/id.ts'
import { SECOND } from '#domain/time.ts'
import { parseAlarmsFilter, type AlarmsFilter } from '#domain/topic.ts'

import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import type { Peer } from './peer.ts'
import { Refusal } from './refusal.ts'
import type { Whereabouts } from './whereabouts.ts'

/** How long a device that was moved may go on hearing the alarms of where it was; as often is the registry asked about one. */
const LOOK_EVERY = 5 * SECOND

export interface AlarmHearersOptions {
  readonly whereabouts: Whereabouts
  readonly connections: Connections
  readonly log: Logger
}

export function isOfAlarms(filter: string): boolean {
  return parseAlarmsFilter(filter) !== undefined
}

/**
 * Which devices may hear alarms, as sirens do: those of the site at which they are installed. A device that has been moved or taken
 * away is hung up on, as one that was revoked is; where it stands now, it may subscribe anew.
 */
export class AlarmHearers implements Disposable {
  readonly #options: AlarmHearersOptions
  /** What the registry said since the last look. */
  readonly #sites = new Map<string, Promise<string | undefined>>()
  readonly #timer: NodeJS.Timeout

  constructor(options: AlarmHearersOptions) {
    this.#options = options
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  /** Why the device may not subscribe; undefined: it may. */
  async findRefusal(peer: Peer, filter: string): Promise<Refusal | undefined> {
    try {
      const wanted = parseAlarmsFilter(filter)
      const site = await this.#siteOf(peer.name)
      if (wanted === undefined || site !== wanted.site) {
        return new Refusal(
          'subscription',
          `is not installed where ${filter.slice(0, 150)} tells of`,
        )
      }
      return await this.#findPlaceRefusal(wanted)
    } catch (error) {
      const what = `the registry cannot be asked: ${toMessage(error)}`
      return new Refusal('registry-unavailable', what)
    }
  }

  /** A siren that waits at a place that is not there, for a slip of the pen, would be silent for ever. */
  async #findPlaceRefusal({ site, place }: AlarmsFilter): Promise<Refusal | undefined> {
    if (!isId(place)) return undefined
    const found = await this.#options.whereabouts.siteOfPlace(place)
    if (found === site) return undefined
    return new Refusal('subscription', `there is no place '${place}' at the site '${site}'`)
  }

  #siteOf(device: string): Promise<string | undefined> {
    const known = this.#sites.get(device)
    if (known !== undefined) return known
    const asked = this.#options.whereabouts.siteOf(device)
    this.#sites.set(device, asked)
    // A failure is no answer: who asks next asks the registry again.
    asked.catch(() => this.#sites.delete(device))
    return asked
  }

  async #look(): Promise<void> {
    this.#sites.clear()
    for (const connection of this.#options.connections) {
      if (await this.#isMisplaced(connection)) {
        const { peer } = connection
        this.#options.log.info(
          { device: peer?.name },
          'device hears alarms of another site, hung up',
        )
        connection.close()
      }
    }
  }

  /** While the registry cannot be asked nobody is: a siren must not fall silent for that. */
  async #isMisplaced({ peer, filters }: Connection): Promise<boolean> {
    if (peer === undefined || peer.isService) return false
    for (const filter of filters) {
      if (!isOfAlarms(filter)) continue
      const refusal = await this.findRefusal(peer, filter)
      if (refusal?.reason === 'subscription') return true
    }
    return false
  }
}
