import type { Dashboard as Classic, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import type {
  Dashboard,
  PanelKind,
  PanelQueryKind,
} from '@grafana/grafana-foundation-sdk/dashboardv2'
import { describe, expect, test } from 'vitest'

import { BOARDS } from '#dashboards/boards.ts'
import { VATS } from '#dashboards/boards/vats.ts'
import { buildBoard } from '#dashboards/build-board.ts'
import { readClassic } from '#dashboards/manifests/classic.ts'
import { ENGINES, LANGUAGES } from '#dashboards/model.ts'
import { generateFiles } from '#dashboards/write.ts'

import { findVariables } from './dashboards-board.ts'
import { compileSchema } from './dashboards-schema.ts'

const findErrors = compileSchema('dashboardv2')
const files = generateFiles()
const manifests = [...files].filter(([file]) => file.includes('/manifests/'))

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly annotations: Record<string, string> }
  readonly spec: Dashboard
}

function readManifest(file: string): Manifest {
  return JSON.parse(files.get(file) ?? '')
}

function readClassicOf(file: string): Classic & { readonly panels: readonly Panel[] } {
  return JSON.parse(files.get(file.replace('/manifests/', '/dashboards/')) ?? '')
}

function panelsOf({ elements }: Dashboard): [string, PanelKind['spec']][] {
  return Object.entries(elements).map(([name, element]) => {
    if (element.kind !== 'Panel') throw new Error(`${name} is no panel`)
    return [name, element.spec]
  })
}

function layoutOf({ layout }: Dashboard) {
  if (layout.kind !== 'GridLayout') throw new Error(`layout is ${layout.kind}`)
  return layout.spec.items.map(({ spec }) => spec)
}

/** What it shows, in the words of a classic panel. */
function toClassicPanel({ title, description, data, vizConfig }: PanelKind['spec']) {
  const { queries, queryOptions, transformations } = data.spec
  return {
    title,
    description,
    type: vizConfig.group,
    ...vizConfig.spec,
    ...queryOptions,
    transformations: transformations.map((one) => ({ id: one.group, options: one.spec.options })),
    targets: queries.map((query) => toClassicTarget(query)),
    // What the SDK adds to every classic panel.
    transparent: false,
    repeatDirection: 'h',
  }
}

function toClassicTarget({ spec: { refId, query } }: PanelQueryKind) {
  return { refId, datasource: { type: query.group, uid: query.datasource?.name }, ...query.spec }
}

/** The place is the layout's in v2, the number the element's, and a panel has no data source of its own. */
function withoutPlace(panel: Panel) {
  return { ...panel, id: undefined, gridPos: undefined, datasource: undefined }
}

test('each dashboard is there for each engine in each language', () => {
  expect(manifests).toHaveLength(BOARDS.length * ENGINES.length * LANGUAGES.length)
})

describe.each(manifests.map(([file]) => file))('%s', (file) => {
  const { spec, ...manifest } = readManifest(file)
  const classic = readClassicOf(file)

  test("keeps Grafana's own schema of v2", () => {
    expect(findErrors(spec)).toEqual([])
  })

  test('has the name and the folder of the classic one', () => {
    const [, , language] = file.split('/')
    expect(manifest).toEqual({
      apiVersion: 'dashboard.grafana.app/v2',
      kind: 'Dashboard',
      metadata: {
        name: classic.uid,
        annotations: { 'grafana.app/folder': `nguon-${language}` },
      },
    })
    expect(spec.title).toBe(classic.title)
    expect(spec.editable).toBe(false)
    expect(spec.timeSettings).toMatchObject({ ...classic.time, autoRefresh: classic.refresh })
  })

  test('shows each panel once, where the classic one has it', () => {
    const items = layoutOf(spec)
    const names = items.map(({ element }) => element.name)
    expect(names.toSorted()).toEqual(Object.keys(spec.elements).toSorted())
    const places = items.map(({ x, y, width: w, height: h }) => ({ x, y, w, h }))
    expect(places).toEqual(classic.panels.map(({ gridPos }) => gridPos))
  })

  test('asks the same of the same data sources, and shows it in the same way', () => {
    const shown = panelsOf(spec).map(([, panel]) => toClassicPanel(panel))
    expect(shown.length).toBeGreaterThan(0)
    expect(shown).toEqual(classic.panels.map((panel) => withoutPlace(panel)))
  })

  test('has the same variables, and reads them when it opens or, where they depend on it, with the time', () => {
    const list = classic.templating.list ?? []
    expect(spec.variables.map(({ spec: { name } }) => name)).toEqual(list.map(({ name }) => name))
    for (const [index, variable] of spec.variables.entries()) {
      if (variable.kind !== 'QueryVariable') continue
      const isOfTime = JSON.stringify(variable.spec.query).includes('__from')
      expect(variable.spec.refresh).toBe(isOfTime ? 'onTimeRangeChanged' : 'onDashboardLoad')
      expect(variable.spec.skipUrlSync).toBe(isOfTime)
      expect(variable.spec.query.spec).toEqual(list[index]?.query)
      expect(variable.spec.multi).toBe(list[index]?.multi)
    }
  })

  test('has the same annotations, which ask the same', () => {
    const classicOnes = classic.annotations?.list ?? []
    const shown = spec.annotations.map(({ spec: { query, ...told } }) => {
      const datasource = { type: query.group, uid: query.datasource?.name }
      return { ...told, datasource, target: { datasource, ...query.spec } }
    })
    expect(shown).toEqual(classicOnes)
  })

  test('uses the variables that it has and no other, also for its data sources', () => {
    const known = spec.variables.map(({ spec: { name } }) => name)
    const queries = panelsOf(spec).flatMap(([, panel]) => panel.data.spec.queries)
    const sources = queries.map((query) => query.spec.query.datasource?.name)
    expect(sources).toEqual(sources.map(() => expect.stringMatching(/^\$\{ds_\w+\}$/)))
    const used = findVariables([spec.elements, spec.variables])
    expect([...used].toSorted()).toEqual(known.toSorted())
  })
})

test("Grafana's own schema of v2 refuses what is none", () => {
  const { spec } = readManifest(manifests[0]?.[0] ?? '')
  const [name = '', panel] = panelsOf(spec)[0] ?? []
  const wrong = { ...spec, elements: { ...spec.elements, [name]: { kind: 'Panell', spec: panel } } }
  expect(findErrors(wrong)).not.toEqual([])
  const { title: _, ...untitled } = spec
  expect(findErrors(untitled)).toEqual(expect.arrayContaining([expect.stringMatching(/title/)]))
  const unit = structuredClone(spec)
  for (const [, { vizConfig }] of panelsOf(unit)) {
    Object.assign(vizConfig.spec.fieldConfig.defaults, { unit: 5 })
    Object.assign(vizConfig, { widht: 3 })
  }
  expect(findErrors(unit)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('unit must be string'),
      expect.stringContaining('must NOT have additional properties'),
    ]),
  )
})

test('what the manifest would lose of a classic dashboard is refused, and named', () => {
  const board = buildBoard(VATS, { language: 'vi', engine: 'embedded' })
  expect(() => readClassic(board)).not.toThrow()
  expect(() => readClassic({ ...board, liveNow: true })).toThrow(/liveNow/)
  const [first, ...rest] = board.panels ?? []
  const panels = [{ ...first, repeat: 'device' }, ...rest]
  expect(() => readClassic({ ...board, panels })).toThrow(/repeat/)
})
