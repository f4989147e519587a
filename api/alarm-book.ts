import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Place } from '#domain/place.ts'
import { SECOND, type Instant } from '#domain/time.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'

/** What an alarm is about. Both are there for every alarm; a registry restored from an older backup may lack one. */
export interface AlarmSubject {
  readonly limit: AlarmLimit | undefined
  readonly place: Place | undefined
}

/** People may give a place another name. */
const PLACE_AGE_MAX = 10 * SECOND

/** Looks up the limits and places of alarms, each once: a version of a limit never changes. */
export class AlarmBook {
  readonly #registry: Pick<Registry, 'limits' | 'places'>
  readonly #limits = new Map<string, AlarmLimit>()
  readonly #places = new Map<string, { readonly place: Place | undefined; readonly at: Instant }>()

  constructor(registry: Pick<Registry, 'limits' | 'places'>) {
    this.#registry = registry
  }

  async describe(alarm: Pick<AlarmRecord, 'limit' | 'limitVersion' | 'place'>) {
    const limit = await this.findLimit(alarm.limit, alarm.limitVersion)
    const subject: AlarmSubject = { limit, place: await this.findPlace(alarm.place) }
    return subject
  }

  async findLimit(id: string, version: number): Promise<AlarmLimit | undefined> {
    const key = `${id}@${version}`
    const known = this.#limits.get(key)
    if (known !== undefined) return known
    for (const one of await this.#registry.limits.versions(id)) {
      this.#limits.set(`${id}@${one.version}`, one.limit)
    }
    return this.#limits.get(key)
  }

  async findPlace(id: string): Promise<Place | undefined> {
    const now = Date.now()
    const known = this.#places.get(id)
    if (known !== undefined && now - known.at < PLACE_AGE_MAX) return known.place
    const place = await this.#registry.places.get(id)
    this.#places.set(id, { place, at: now })
    return place
  }
}
