import type { AlarmLimit } from '#domain/alarm/limit.ts'
import {
  findSuppressions,
  isSuppression,
  LOGIC,
  type Circumstances,
} from '#domain/alarm/suppression.ts'
import type { Place } from '#domain/place.ts'
import type { Instant } from '#domain/time.ts'
import type {
  AlarmDeed,
  AlarmEvent,
  AlarmObservation,
  AlarmRecord,
  Alarms,
} from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { keyOf } from './troubles.ts'

/** Alarms that are suppressed in one transaction. */
const DEEDS_MAX = 200

export type SuppressorRegistry = Pick<Registry, 'alarms' | 'limits' | 'places' | 'siteModes'>
type BySite = ReadonlyMap<string, Circumstances>

/**
 * Keeps alarms silent while what holds at their site says so, and no longer. All are looked at when that changes, and
 * after a start; otherwise only those to which something happened, for they may have become more urgent.
 */
export class Suppressor {
  readonly #registry: SuppressorRegistry
  readonly #touched = new Set<number>()
  readonly #sites = new Map<string, string>()
  readonly #limits = new Map<string, AlarmLimit>()
  /** As last applied. */
  #bySite: BySite | undefined

  constructor(registry: SuppressorRegistry) {
    this.#registry = registry
  }

  /** The alarms as those who watch use them: what happens is noted, and what is new is born with what holds at its site. */
  get alarms(): Alarms {
    const { alarms } = this.#registry
    return {
      ...alarms,
      observe: async (observations) =>
        this.#note(await alarms.observe(await this.#dress(observations))),
      advance: async (marks) => this.#note(await alarms.advance(marks)),
    }
  }

  /** Of `silentSites` most devices fell silent together. May fail and be called again. */
  async apply(now: Instant, silentSites: ReadonlySet<string>): Promise<void> {
    const bySite = await this.#readCircumstances(now, silentSites)
    const isSame = this.#bySite !== undefined && fingerprint(bySite) === fingerprint(this.#bySite)
    const concerned = isSame ? await this.#listTouched() : await this.#listConcerned(bySite)
    const deeds: AlarmDeed[] = []
    for (const alarm of concerned) deeds.push(...(await this.#toDeeds(alarm, { bySite, now })))
    for (let start = 0; start < deeds.length; start += DEEDS_MAX) {
      await this.#registry.alarms.actAll(deeds.slice(start, start + DEEDS_MAX))
    }
    this.#bySite = bySite
    this.#touched.clear()
  }

  #note(events: AlarmEvent[]): AlarmEvent[] {
    for (const { alarm } of events) this.#touched.add(alarm)
    return events
  }

  async #dress(observations: readonly AlarmObservation[]): Promise<readonly AlarmObservation[]> {
    const bySite = this.#bySite ?? new Map<string, Circumstances>()
    if (bySite.size === 0) return observations
    const dressed: AlarmObservation[] = []
    for (const one of observations) {
      const at = bySite.get(await this.#siteOf(one.place)) ?? {}
      const alarm = { limit: one.limit.limit, channel: one.channel.name, priority: null }
      dressed.push({ ...one, suppressions: findSuppressions(alarm, at) })
    }
    return dressed
  }

  async #readCircumstances(now: Instant, silentSites: ReadonlySet<string>): Promise<BySite> {
    const modes = await this.#registry.siteModes.inForce(now)
    const bySite = new Map<string, Circumstances>(modes.map(({ site, mode }) => [site, { mode }]))
    for (const site of silentSites) bySite.set(site, { ...bySite.get(site), isSilent: true })
    return bySite
  }

  async #listTouched(): Promise<AlarmRecord[]> {
    const found = await Promise.all([...this.#touched].map((id) => this.#registry.alarms.get(id)))
    return found.filter((alarm) => alarm !== undefined)
  }

  /** Those of the sites where something holds, and those that are suppressed already. */
  async #listConcerned(bySite: BySite): Promise<Iterable<AlarmRecord>> {
    const { alarms } = this.#registry
    const site = [...bySite.keys()]
    const concerned = new Map<number, AlarmRecord>()
    for (const query of [{ site }, { silent: true }]) {
      const found = listAll<number, AlarmRecord>((page) => alarms.list({ ...page, ...query }))
      for await (const alarm of found) concerned.set(alarm.id, alarm)
    }
    return concerned.values()
  }

  async #toDeeds(
    alarm: AlarmRecord,
    { bySite, now: at }: { readonly bySite: BySite; readonly now: Instant },
  ): Promise<AlarmDeed[]> {
    const { id, channel, priority, suppressions } = alarm
    const limit = await this.#limitOf(alarm)
    const holds = bySite.get(await this.#siteOf(alarm.place)) ?? {}
    const wanted: readonly string[] =
      limit === undefined ? [] : findSuppressions({ limit, channel, priority }, holds)
    const over = suppressions.filter((one) => isSuppression(one) && !wanted.includes(one))
    const fresh = wanted.filter((one) => !suppressions.includes(one))
    const toDeed = (kind: 'suppress' | 'unsuppress') => (reason: string) => ({
      id,
      command: { kind, at, by: LOGIC, reason },
    })
    // What goes on being silent for another reason is not asked about in between.
    return [...fresh.map(toDeed('suppress')), ...over.map(toDeed('unsuppress'))]
  }

  /** A place never moves to another site. */
  async #siteOf(place: string): Promise<string> {
    if (!this.#sites.has(place)) {
      const { places } = this.#registry
      const all = listAll<string, Place>((page) => places.list(page))
      for await (const { id, site } of all) this.#sites.set(id, site)
    }
    return this.#sites.get(place) ?? ''
  }

  async #limitOf({ limit: id, limitVersion }: AlarmRecord): Promise<AlarmLimit | undefined> {
    const key = keyOf(id, limitVersion)
    if (!this.#limits.has(key)) {
      for (const { limit, version } of await this.#registry.limits.versions(id)) {
        this.#limits.set(keyOf(id, version), limit)
      }
    }
    return this.#limits.get(key)
  }
}

function fingerprint(bySite: BySite): string {
  return JSON.stringify([...bySite])
}
