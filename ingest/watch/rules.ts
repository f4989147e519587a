import { isJoint, type AlarmLimit, type LimitCondition } from '#domain/alarm/limit.ts'
import { isApart, isOfCalendar } from '#domain/alarm/measure.ts'
import type { Installation } from '#domain/installation.ts'
import type { Place, PlaceKind } from '#domain/place.ts'
import type { Instant } from '#domain/time.ts'
import type { LimitVersion } from '#store/registry/contract-alarms.ts'
import type { ChannelRecord, Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

/** Where a device stands, since when. */
export interface Standing {
  readonly place: string
  readonly kind: PlaceKind
  readonly site: string
  readonly from: Instant
}

/** What is watched at an instant: the limits in force, where devices stand, and their channels. */
export interface Rules {
  readonly limits: readonly LimitVersion[]
  readonly standings: ReadonlyMap<string, Standing>
  /** Of devices that stand somewhere, in the order of their ids. */
  readonly channels: readonly ChannelRecord[]
}

export type RuleSources = Pick<Registry, 'limits' | 'installations' | 'places' | 'channels'>

export async function readRules(
  { limits, installations, places }: RuleSources,
  at: Instant,
): Promise<Omit<Rules, 'channels'>> {
  const known = new Map<string, Place>()
  for await (const place of listAll<string, Place>((page) => places.list(page))) {
    known.set(place.id, place)
  }
  const standings = new Map<string, Standing>()
  const standing = listAll<number, Installation>((page) => installations.list({ ...page, at }))
  for await (const { device, place, from } of standing) {
    const { kind, site } = known.get(place) ?? {}
    if (kind !== undefined && site !== undefined) standings.set(device, { place, kind, site, from })
  }
  const inForce = listAll<string, { id: string; version: LimitVersion }>(async (page) =>
    (await limits.list({ ...page, at })).map((version) => ({ id: version.limit.id, version })),
  )
  return { limits: (await Array.fromAsync(inForce)).map(({ version }) => version), standings }
}

type Named = Pick<ChannelRecord, 'device' | 'name'>

/** Of what no reading tells: it is measured of a whole site. */
export function isOfSite({ limit }: LimitVersion): boolean {
  return limit.measure.kind === 'silent-share'
}

/** A limit on a channel where its device stands. */
export interface ChannelPlan {
  readonly limit: LimitVersion
  readonly channel: ChannelRecord
  readonly standing: Standing
}

/** What the calendar tells. */
export function planCalendar(rules: Rules): ChannelPlan[] {
  return rules.channels.flatMap((channel) => {
    const standing = rules.standings.get(channel.device)
    if (standing === undefined) return []
    return findAllLimits(rules, channel)
      .filter(({ limit }) => isOfCalendar(limit.measure))
      .map((limit) => ({ limit, channel, standing }))
  })
}

/** The limits that readings of a channel are measured against where its device stands. */
export function findLimits(rules: Omit<Rules, 'channels'>, channel: Named): LimitVersion[] {
  return findAllLimits(rules, channel).filter(({ limit }) => !isApart(limit.measure))
}

/** Those too that are kept under it and measured otherwise. */
export function findAllLimits(
  { limits, standings }: Omit<Rules, 'channels'>,
  channel: Named,
): LimitVersion[] {
  const standing = standings.get(channel.device)
  if (standing === undefined) return []
  return limits.filter(({ limit }) => concerns(limit, standing, channel))
}

function concerns(limit: AlarmLimit, { kind }: Standing, { name }: Named): boolean {
  return limit.placeKinds.includes(kind) && limit.channels.includes(name)
}

/** A limit whose level may change without a reading of its channel, and the channels of each of its conditions. */
export interface JointPlan extends ChannelPlan {
  readonly conditions: readonly {
    readonly condition: LimitCondition
    readonly channels: readonly ChannelRecord[]
  }[]
}

export function planJoints(rules: Rules): JointPlan[] {
  const { limits, standings, channels } = rules
  const joint = limits.filter(({ limit }) => isJoint(limit))
  const byName = Map.groupBy(channels, ({ name }) => name)
  return channels.flatMap((channel) => {
    const standing = standings.get(channel.device)
    if (standing === undefined) return []
    return joint
      .filter(({ limit }) => concerns(limit, standing, channel))
      .map((limit) => {
        const conditions = (limit.limit.while ?? []).map((condition) => ({
          condition,
          channels: condition.channels
            .flatMap((name) => byName.get(name) ?? [])
            .filter(({ device }) => isWithin(standings.get(device), standing, condition)),
        }))
        return { limit, channel, standing, conditions }
      })
  })
}

function isWithin(
  other: Standing | undefined,
  standing: Standing,
  { within }: LimitCondition,
): boolean {
  return other !== undefined && other[within] === standing[within]
}

/** The same for what hears the same and says the same of it. */
export function signatureOf({ limit, channel, conditions }: JointPlan): string {
  const members = conditions.map(({ channels }) => channels.map(({ id }) => id))
  return JSON.stringify([limit.version, channel.expectedEvery, members])
}

export function isSameStanding(one: Standing, other: Standing): boolean {
  return one.place === other.place && one.from === other.from
}
