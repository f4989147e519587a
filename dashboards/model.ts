import type { Limit } from '#domain/limit.ts'
import type { PlaceKind } from '#domain/place.ts'
import type { Text } from '#domain/text.ts'

/** What a dashboard is before it becomes Grafana's JSON: one source for both languages and both engines. */

export const LANGUAGES = ['vi', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Where the readings are: in InfluxDB, or in the embedded engine behind the API. */
export const ENGINES = ['influxdb', 'embedded'] as const
export type Engine = (typeof ENGINES)[number]

/** In which language, and where the readings are. */
export interface Edition {
  readonly language: Language
  readonly engine: Engine
}

/** How the readings of a window become one value; `increase` is of counters. */
export type Summary = 'mean' | 'max' | 'last' | 'count' | 'increase'

/** Readings of the devices that `$device` names, over the time of the dashboard. All channels have one quantity. */
export interface SeriesQuery {
  readonly kind: 'series'
  readonly channels: readonly string[]
  readonly summary: Summary
  /** Another variable than `$device`. */
  readonly devices?: string
  /** What tells series apart; `channel` where the dashboard shows one device. */
  readonly legend: 'device' | 'channel' | 'both'
}

/** The newest reading of each. */
export interface LatestQuery {
  readonly kind: 'latest'
  readonly channels: readonly string[]
}

/** A column of what the API answers; `selector` is a path into an item. */
export interface Column {
  readonly selector: string | Readonly<Record<Language, string>>
  readonly title: Text
  readonly type: 'string' | 'number' | 'timestamp'
  /** A Grafana unit. */
  readonly unit?: string
  /** Numbers outside are coloured; one on a bound is, too. */
  readonly bounds?: Pick<Limit, 'warning' | 'critical'>
  /** Words that have a colour show it. */
  readonly coloured?: true
}

/** What the registry knows, as the API tells it. */
export interface RegistryQuery {
  readonly kind: 'registry'
  /** With variables in it: `/api/v1/conditions?site=$site`. */
  readonly path: string
  readonly columns: readonly Column[]
  /** Where the rows are in the answer; `items` when not said. */
  readonly root?: string
  /** No rows is a good answer. */
  readonly mayBeEmpty?: true
}

/** Numbers over time that the API tells; a series for each label, or one. */
export interface ChangesQuery {
  readonly kind: 'changes'
  readonly path: string
  readonly root?: string
  /** Paths into a row. */
  readonly at: string
  readonly value: string
  readonly label?: Readonly<Record<Language, string>>
  readonly mayBeEmpty?: true
}

/** How Nguồn itself is doing. */
export interface MetricQuery {
  readonly kind: 'metric'
  readonly expression: string
  readonly legend: Text
  /** While nothing of the kind has happened there is nothing to show. */
  readonly mayBeEmpty?: true
}

export type Query = SeriesQuery | LatestQuery | RegistryQuery | ChangesQuery | MetricQuery

export type Shape = 'lines' | 'bars' | 'ranking' | 'states' | 'table' | 'map'

export interface PanelSpec {
  readonly shape: Shape
  readonly title: Text
  /** What it shows, and what to do when it is bad. */
  readonly description: Text
  /** Columns of 24, and rows. */
  readonly size: readonly [width: number, height: number]
  readonly queries: readonly [Query, ...Query[]]
  /** Where the limits of the channel come from. */
  readonly placeKind?: PlaceKind
  /** Where a click on a row leads. */
  readonly drillDown?: DeviceLink | PlaceLink
  /** The rows of a table by this column, the least first; without it as the API gives them. */
  readonly sortBy?: Text
  /** A Grafana unit, where the query has no quantity. */
  readonly unit?: string
  /** What numbers mean, where the query has no quantity. */
  readonly words?: readonly Word[]
}

export interface Word {
  readonly value: number
  readonly text: Text
  readonly colour: string
}

/** To that dashboard, for the device in this column. */
export interface DeviceLink {
  readonly board: string
  readonly deviceColumn: Text
}

/** To the dashboard whose id is in a column, for the place and the site in others. */
export interface PlaceLink {
  readonly boardColumn: Text
  readonly placeColumn: Text
  readonly siteColumn: Text
}

export interface BoardSpec {
  /** Part of its uid and of the file's name; never changes. */
  readonly id: string
  readonly title: Text
  readonly description: Text
  /** How far it looks back: `24h`, `7d`. */
  readonly past: string
  /** The chain of variables: which kinds of place it is about; none for a dashboard without variables. */
  readonly choose?: Choice
  /** One batch is chosen; `$device` is what stood where it was, in the time that is shown. */
  readonly ofBatch?: true
  readonly panels: readonly PanelSpec[]
}

export interface Choice {
  readonly placeKinds: readonly PlaceKind[]
  /** Several places and devices at once. */
  readonly several: boolean
  /** Places alone are chosen. */
  readonly devices?: false
  /** Also the weather stations of the site, as `$weather`. */
  readonly weather?: boolean
}
