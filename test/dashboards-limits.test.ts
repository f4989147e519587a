import { expect, test } from 'vitest'

import { BOARDS } from '#dashboards/boards.ts'
import type { BoardSpec, PanelSpec, Query } from '#dashboards/model.ts'
import { limitOfPanel } from '#dashboards/thresholds.ts'
import type { Limit } from '#domain/limit.ts'
import type { PlaceKind } from '#domain/place.ts'
import { findLimit } from '#domain/starting-limits.ts'

/** What is summed or counted is not in the unit of the limit. */
const NOT_COMPARED = new Set(['count', 'increase'])

/** Channels whose values a panel shows as they are. */
function channelsOf({ queries }: PanelSpec): readonly string[] {
  const isCompared = (query: Query) => !('summary' in query && NOT_COMPARED.has(query.summary))
  return queries.filter(isCompared).flatMap((query) => ('channels' in query ? query.channels : []))
}

/** Where the devices stand that a panel asks: those of the weather are in the yard. */
function kindsOf({ choose }: BoardSpec, { queries }: PanelSpec): readonly PlaceKind[] {
  const isWeather = queries.some((query) => 'devices' in query && query.devices === 'weather')
  return isWeather ? ['yard'] : (choose?.placeKinds ?? [])
}

/** What is wrong with the limits that a panel draws. */
function findFaults(board: BoardSpec, panel: PanelSpec): string[] {
  const channels = channelsOf(panel)
  const kinds = kindsOf(board, panel)
  const drawn = limitOfPanel(panel)
  const apply = (kind: PlaceKind) => channels.map((channel) => findLimit(kind, channel))
  const known = new Set<Limit | undefined>(kinds.flatMap(apply).filter(Boolean))
  const { placeKind } = panel
  return [
    ...(known.size > 0 && drawn === undefined ? ['draws no limit, and there is one'] : []),
    ...(placeKind !== undefined && !kinds.includes(placeKind) ? [`shows no ${placeKind}`] : []),
    ...(drawn !== undefined && channels.length === 0 ? ['draws a limit of what it counts'] : []),
    ...(placeKind !== undefined && new Set(apply(placeKind)).size > 1
      ? ['draws the limit of one channel for all: part the panel']
      : []),
  ]
}

const panels = BOARDS.flatMap((board) =>
  board.panels.map((panel) => [`${board.id}: ${panel.title.en}`, board, panel] as const),
)

test.each(panels)('%s draws the limits that there are', (_, board, panel) => {
  expect(findFaults(board, panel)).toEqual([])
})

const drawing = panels.filter(([, , panel]) => limitOfPanel(panel) !== undefined)

test('a panel that forgets the kind of its places, or names a wrong one, is noticed', () => {
  expect(drawing.length).toBeGreaterThan(5)
  for (const [name, board, { placeKind: _, ...panel }] of drawing) {
    expect([name, findFaults(board, panel)]).toEqual([name, ['draws no limit, and there is one']])
    const { choose: __, ...nowhere } = board
    expect(findFaults(nowhere, { ...panel, placeKind: 'dryer' })).toContain('shows no dryer')
  }
})

test('a limit of one channel drawn for another, or for a count, is noticed', () => {
  const [, board, panel] = drawing.find(([name]) => name === 'vats: Mash by depth') ?? []
  const [query] = panel?.queries ?? []
  if (board === undefined || panel === undefined || query?.kind !== 'series')
    throw new Error('none')
  const mixed = { ...query, channels: [...query.channels, 'temperature/ambient'] }
  expect(findFaults(board, { ...panel, queries: [mixed] })).toEqual([
    'draws the limit of one channel for all: part the panel',
  ])
  const counted = { ...query, summary: 'count' } as const
  expect(findFaults(board, { ...panel, queries: [counted] })).toEqual([
    'draws a limit of what it counts',
  ])
})
