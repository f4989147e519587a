import type { BoardSpec, PanelSpec, Query } from '#dashboards/model.ts'
import type { PlaceKind } from '#domain/place.ts'
import { DAY } from '#domain/time.ts'
import { createFleet } from '#simulators/fleet.ts'
import { PLACES, SITES } from '#simulators/sites.ts'

/** What the devices of one kind of place at a simulated site tell within a day. */
const CHANNELS: ReadonlyMap<string, ReadonlySet<string>> = listChannels()

function listChannels() {
  const channels = new Map<string, Set<string>>()
  for (const { place: id, source } of createFleet(1)) {
    const { site, kind } = PLACES.find((place) => place.id === id) ?? {}
    const known = channels.get(`${site} ${kind}`) ?? new Set()
    channels.set(`${site} ${kind}`, known)
    for (const { values } of source(0, DAY)) for (const name of Object.keys(values)) known.add(name)
  }
  return channels
}

/** The simulated site that fills most of a dashboard. */
export function siteOf(board: BoardSpec): string {
  const filled = (site: string) => board.panels.filter((panel) => hasRows(board, panel, site))
  const sorted = SITES.map(({ id }) => ({ id, count: filled(id).length })).toSorted(
    (a, b) => b.count - a.count,
  )
  return sorted[0]?.id ?? ''
}

/** Whether a panel must show rows of a platform with the simulated sites, when this one is chosen. */
export function hasRows({ choose }: BoardSpec, panel: PanelSpec, site: string): boolean {
  const answers = (query: Query) => {
    if (!('channels' in query)) return query.mayBeEmpty !== true
    const isWeather = query.kind === 'series' && query.devices === 'weather'
    const kinds: readonly PlaceKind[] = isWeather ? ['yard'] : (choose?.placeKinds ?? [])
    return query.channels.some((name) =>
      kinds.some((kind) => CHANNELS.get(`${site} ${kind}`)?.has(name)),
    )
  }
  return panel.queries.some(answers)
}
