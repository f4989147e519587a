import * as grafanaUnits from '@grafana/grafana-foundation-sdk/units'

import { findVariables, type Board } from './dashboards-board.ts'

/** What is wrong with a dashboard, a sentence each. */
export type Rule = (board: Board) => string[]
type Panel = Board['panels'][number]

/** What is wrong with each panel, behind its title. */
function ofPanels(find: (panel: Panel, board: Board) => string[]): Rule {
  return (board) =>
    board.panels.flatMap((panel) => find(panel, board).map((fault) => `${panel.title}: ${fault}`))
}

function findDoubles(names: readonly (string | number)[]): string[] {
  const doubles = names.filter((name, at) => names.indexOf(name) !== at)
  return doubles.map((name) => `${name} is there twice`)
}

export const isReadOnly: Rule = ({ editable, schemaVersion }) => [
  ...(editable ? ['can be edited in Grafana, and the next build takes the change away'] : []),
  ...(schemaVersion < 36 ? [`is of an old form, ${schemaVersion}`] : []),
]

export const saysWhatItIs: Rule = (board) => [
  ...findSilence(board),
  ...ofPanels((panel) => findSilence(panel))(board),
]

function findSilence({ title, description }: Pick<Panel, 'title' | 'description'>): string[] {
  return [
    ...(title.trim() === '' ? ['has no title'] : []),
    ...(description.trim() === '' ? ['has no description'] : []),
  ]
}

export const hasIdsOfItsOwn: Rule = (board) => [
  ...findDoubles(board.panels.map(({ id }) => id)),
  ...findDoubles(board.panels.map(({ title }) => title)),
  ...findDoubles(board.templating.list.map(({ name }) => name)),
  ...ofPanels(({ targets }) => findDoubles(targets.map(({ refId }) => refId)))(board),
]

export const asksSomething: Rule = ofPanels(({ targets }) =>
  targets.length === 0 ? ['has no query'] : [],
)

/** Grafana's grid has 24 columns, and moves what overlaps. */
export const fitsTheGrid: Rule = ({ panels }) => {
  const outside = panels.filter(({ gridPos: { x, y, w, h } }) => x < 0 || y < 0 || w < 1 || h < 1)
  const wide = panels.filter(({ gridPos: { x, w } }) => x + w > 24)
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
  )
  return [
    ...[...outside, ...wide].map(({ title }) => `${title}: stands outside the grid`),
    ...findDoubles(cells),
  ]
}

/** So that a dashboard can be put on another data source; and each by the variable of its own plugin. */
export const namesSourcesByVariable: Rule = ({ templating: { list }, panels, annotations }) => {
  const known = new Map<string, unknown>(
    list.flatMap(({ name, type, query }) =>
      type === 'datasource' ? [[`\${${name}}`, query] as const] : [],
    ),
  )
  const asked = [
    ...list.flatMap(({ name, type, datasource }) =>
      type === 'query' ? [{ by: `variable ${name}`, datasource }] : [],
    ),
    ...annotations.list.flatMap(({ name: by, datasource, target }) => [
      { by, datasource },
      { by, datasource: target.datasource },
    ]),
    ...panels.flatMap(({ title: by, datasource, targets }) => [
      { by, datasource },
      ...targets.map((target) => ({ by, datasource: target.datasource })),
    ]),
  ]
  return asked
    .filter(({ datasource }) => datasource && known.get(datasource.uid) !== datasource.type)
    .map(({ by, datasource }) => `${by}: asks ${datasource?.uid}`)
}

/** A variable may use those before it: Grafana reads them in that order. */
export const definesWhatItUses: Rule = ({ templating: { list }, panels, annotations }) => {
  const names = list.map(({ name }) => name)
  const ofVariables = list.flatMap(({ name, datasource, query }, at) =>
    [...findVariables([datasource, query])]
      .filter((used) => !names.slice(0, at).includes(used))
      .map((used) => `variable ${name}: uses ${used}, which is not before it`),
  )
  const ofAll = [...findVariables([panels, annotations])]
    .filter((used) => !names.includes(used))
    .map((used) => `a panel uses ${used}, which is not there`)
  return [...ofVariables, ...ofAll]
}

export const usesWhatItDefines: Rule = ({ templating: { list }, panels }) =>
  list.flatMap(({ name }) => {
    const others = list.filter((one) => one.name !== name)
    const used = findVariables([panels, others.map(({ datasource, query }) => [datasource, query])])
    return used.has(name) ? [] : [`variable ${name} is used nowhere`]
  })

/** `never` is the default, and shows a list that is empty. What depends on the time is read again with it. */
export const readsVariablesWhenItOpens: Rule = ({ templating: { list } }) =>
  list.flatMap(({ name, type, refresh, query }) => {
    const isOfTime = /\$\{?__(?:from|to)\b/.test(JSON.stringify(query))
    const wanted = isOfTime ? 2 : 1
    return type === 'query' && refresh !== wanted ? [`variable ${name} is not read in time`] : []
  })

const UNITS = new Set<unknown>(Object.values(grafanaUnits))
/** These show words and places, or numbers of several units. */
const WITHOUT_UNIT = new Set(['table', 'geomap'])

export const showsUnits: Rule = ofPanels(({ type, fieldConfig: { defaults, overrides } }) => {
  const ofColumns = overrides.flatMap(({ properties }) =>
    properties.flatMap(({ id, value }) => (id === 'unit' ? [value] : [])),
  )
  const units = defaults.unit === undefined ? ofColumns : [defaults.unit, ...ofColumns]
  return [
    ...(defaults.unit === undefined && !WITHOUT_UNIT.has(type) ? ['has no unit'] : []),
    ...units.filter((unit) => !isUnit(unit)).map((unit) => `${String(unit)} is no unit of Grafana`),
  ]
})

function isUnit(unit: unknown): boolean {
  return UNITS.has(unit) || (typeof unit === 'string' && /^suffix:./.test(unit))
}

/** Grafana knows the columns of a table by their titles: what is for one that is not there is lost without a word. */
export const namesColumnsThatAreThere: Rule = ofPanels(
  ({ type, targets, options, fieldConfig: { overrides } }) => {
    if (type !== 'table') return []
    const titles = targets.flatMap(({ columns }) => columns.map(({ text }) => text))
    const named = [
      ...options.sortBy.map(({ displayName }) => displayName),
      ...overrides.map(({ matcher }) => matcher.options),
    ]
    return [
      ...findDoubles(titles),
      ...named.filter((title) => !titles.includes(title)).map((title) => `has no column ${title}`),
    ]
  },
)

/** A fixed span looks past what lies between two points of a long chart, and has too few samples in a short one. */
export const ratesSpanEachStep: Rule = ofPanels(({ targets }) =>
  targets.flatMap(({ expr = '' }) =>
    [...expr.matchAll(/\[([^\]]*)\]/g)].flatMap(([, span = '']) =>
      span === '$__rate_interval' ? [] : [`looks back over ${span}`],
    ),
  ),
)

/** The sum since a process began says nothing, and falls to zero when it begins again. */
export const countersAreRates: Rule = ofPanels(({ targets }) =>
  targets.flatMap(({ expr = '' }) =>
    [...expr.matchAll(/(\w*\()?\s*(\w+_(?:total|bucket|sum|count))\b/g)].flatMap(
      ([, call = '', counter]) =>
        /^(rate|irate|increase)\($/.test(call) ? [] : [`shows the counter ${counter} as it is`],
    ),
  ),
)

/** A chart wants a range; both at once are two answers to one question. */
export const asksForARange: Rule = ofPanels(({ targets }) =>
  targets.flatMap(({ refId, datasource, range, instant }) =>
    datasource.type !== 'prometheus' || (range === true && instant === false)
      ? []
      : [`query ${refId} does not ask for a range alone`],
  ),
)
