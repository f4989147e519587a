import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Person } from '#domain/notification/person.ts'
import type { Roster } from '#domain/notification/roster.ts'
import type { NotificationRoute } from '#domain/notification/route.ts'
import type { Place } from '#domain/place.ts'
import type { Site } from '#domain/site.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Settings } from '#store/registry/contract-notifications.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

/** What an alarm is about. */
export interface AlarmFacts {
  readonly alarm: AlarmRecord
  readonly limit: AlarmLimit
  readonly place: Place
  readonly site: Site
}

export type FactSources = Pick<
  Registry,
  'alarms' | 'limits' | 'places' | 'sites' | 'people' | 'routes' | 'rosters'
>

/** What is asked again and again within one turn is read once; the next turn has facts of its own. */
export class Facts {
  readonly #sources: FactSources
  readonly #answers = new Map<string, Promise<unknown>>()

  constructor(sources: FactSources) {
    this.#sources = sources
  }

  /** Undefined when its place or its limit is not there, as in a registry that was restored in part. */
  async find(id: number): Promise<AlarmFacts | undefined> {
    const alarm = await this.#once(`alarm ${id}`, () => this.#sources.alarms.get(id))
    const limit = alarm && (await this.limit(alarm.limit, alarm.limitVersion))
    const place = alarm && (await this.#place(alarm.place))
    const site = place && (await this.#site(place.site))
    return alarm && limit && place && site && { alarm, limit, place, site }
  }

  limit(id: string, version: number): Promise<AlarmLimit | undefined> {
    const versions = this.#once(`limit ${id}`, () => this.#sources.limits.versions(id))
    return versions.then((all) => all.find((one) => one.version === version)?.limit)
  }

  /** What it tells of, as it was then. */
  async event(alarm: number, id: number): Promise<AlarmEvent | undefined> {
    const [event] = await this.#sources.alarms.history({ alarm, after: id - 1, limit: 1 })
    return event?.id === id ? event : undefined
  }

  /** When it was raised that was over with this event; undefined: its history does not say. */
  async raisedBefore({ alarm, id: after }: AlarmEvent): Promise<Instant | undefined> {
    const before = { alarm, kinds: ['raised'], after, newestFirst: true, limit: 1 } as const
    const [event] = await this.#sources.alarms.history(before)
    return event?.at
  }

  /** When it was over first after this event; undefined: it is not. */
  async clearedAfter({ alarm, id: after }: AlarmEvent): Promise<Instant | undefined> {
    const query = { alarm, kinds: ['cleared'], after, limit: 1 } as const
    const [event] = await this.#sources.alarms.history(query)
    return event?.at
  }

  people(): Promise<ReadonlyMap<string, Person>> {
    return this.#once('people', () => readAll(this.#sources.people))
  }

  routes(): Promise<ReadonlyMap<string, NotificationRoute>> {
    return this.#once('routes', () => readAll(this.#sources.routes))
  }

  rosters(): Promise<ReadonlyMap<string, Roster>> {
    return this.#once('rosters', () => readAll(this.#sources.rosters))
  }

  #place(id: string): Promise<Place | undefined> {
    return this.#once(`place ${id}`, () => this.#sources.places.get(id))
  }

  #site(id: string): Promise<Site | undefined> {
    return this.#once(`site ${id}`, () => this.#sources.sites.get(id))
  }

  async #once<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(question)
    // A question has one kind of answer.
    if (known !== undefined) return (await known) as Answer
    const answer = ask()
    this.#answers.set(question, answer)
    return await answer
  }
}

async function readAll<Setting extends { readonly id: string }>(
  settings: Settings<Setting>,
): Promise<ReadonlyMap<string, Setting>> {
  const all = await Array.fromAsync(listAll<string, Setting>((page) => settings.list(page)))
  return new Map(all.map((setting) => [setting.id, setting]))
}
