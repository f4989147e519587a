import { describe, expect, test } from 'vitest'

import { boards, type Board } from './dashboards-board.ts'
import * as rules from './dashboards-rules.ts'

type Change = (board: Board) => void

/** For each rule a change that it must notice: a rule that finds nothing anywhere would prove nothing. */
const BREAKS: Readonly<Record<keyof typeof rules, readonly Change[]>> = {
  isReadOnly: [(board) => (board.editable = true), (board) => (board.schemaVersion = 16)],
  saysWhatItIs: [
    (board) => (board.description = ''),
    (board) => (first(board).title = ' '),
    (board) => (first(board).description = ''),
  ],
  hasIdsOfItsOwn: [
    ({ panels }) => panels.forEach((panel) => (panel.id = 1)),
    ({ panels }) => panels.forEach((panel) => (panel.title = 'Level')),
    ({ templating: { list } }) => list.push(...list.slice(0, 1)),
    (board) => first(board).targets.push(...first(board).targets),
  ],
  asksSomething: [(board) => (first(board).targets = [])],
  fitsTheGrid: [
    (board) => (first(board).gridPos.w = 25),
    (board) => (first(board).gridPos.h = 0),
    (board) => (first(board).gridPos.h += 1),
  ],
  namesSourcesByVariable: [
    (board) => (first(board).datasource.uid = 'nguon-api'),
    (board) => first(board).targets.forEach((one) => (one.datasource.uid = '${site}')),
    ({ annotations: { list } }) => list.forEach((one) => (one.target.datasource.uid = 'nguon-api')),
    (board) => (first(board).datasource.type = 'loki'),
    ({ templating: { list } }) =>
      list.forEach((one) => one.datasource && (one.datasource.uid = 'nguon-api')),
  ],
  definesWhatItUses: [
    (board) => (first(board).title = 'Of $vehicle'),
    (board) => (first(board).description = '${vehicle:csv}'),
    ({ annotations: { list } }) => list.forEach((one) => (one.name = '$vehicle')),
    ({ templating }) => (templating.list = templating.list.toReversed()),
  ],
  usesWhatItDefines: [
    (board) => (board.panels = []),
    ({ templating: { list } }) => list.push({ name: 'batch', type: 'query', query: '$batch' }),
  ],
  readsVariablesWhenItOpens: [
    ({ templating: { list } }) => list.forEach((one) => (one.refresh = 0)),
    ({ templating: { list } }) => list.forEach((one) => delete one.refresh),
    ({ templating: { list } }) => list.forEach((one) => (one.query = '${__from:date:iso}')),
  ],
  showsUnits: [
    (board) => delete first(board).fieldConfig.defaults.unit,
    (board) => (first(board).fieldConfig.defaults.unit = 'degrees of warmth'),
    (board) =>
      first(board).fieldConfig.overrides.push({
        matcher: { id: 'byName', options: 'Age' },
        properties: [{ id: 'unit', value: 'years' }],
      }),
  ],
  namesColumnsThatAreThere: [
    (board) => tableOf(board).options.sortBy.push({ displayName: 'Age' }),
    (board) =>
      tableOf(board).fieldConfig.overrides.push({
        matcher: { id: 'byName', options: 'Age' },
        properties: [{ id: 'unit', value: 's' }],
      }),
    (board) => tableOf(board).targets[0]?.columns.push({ text: 'State' }),
  ],
  ratesSpanEachStep: [(board) => (first(board).targets[0] = metric('sum(rate(a_total[5m]))'))],
  countersAreRates: [
    (board) => (first(board).targets[0] = metric('a_total')),
    (board) => (first(board).targets[0] = metric('sum(a_total{code="x"})')),
    (board) => (first(board).targets[0] = metric('max_over_time(a_bucket[$__rate_interval])')),
  ],
  asksForARange: [
    (board) => Object.assign(metricOf(board), { instant: true }),
    (board) => Object.assign(metricOf(board), { range: false }),
  ],
}

const PROMETHEUS = { type: 'prometheus', uid: '${ds_metrics}' }

function metric(expr: string): Board['panels'][number]['targets'][number] {
  return { refId: 'A', datasource: PROMETHEUS, expr, columns: [], range: true, instant: false }
}

function tableOf(board: Board) {
  const columns = [{ text: 'State' }]
  return Object.assign(first(board), { type: 'table', targets: [{ ...metric(''), columns }] })
}

function metricOf(board: Board) {
  const target = metric('up')
  first(board).targets = [target]
  return target
}

function first({ panels: [panel] }: Board): Board['panels'][number] {
  if (panel === undefined) throw new Error('no panel')
  return panel
}

function changesOf(name: string): (readonly [number, Change])[] {
  const changes = new Map<string, readonly Change[]>(Object.entries(BREAKS)).get(name) ?? []
  return changes.map((change, at) => [at + 1, change] as const)
}

/** A dashboard that keeps every rule. */
function copyOfVats(): Board {
  const [, board] = boards.find(([name]) => name === 'influxdb en vats') ?? []
  if (board === undefined) throw new Error('no dashboard of vats')
  return structuredClone(board)
}

describe.each(Object.entries(rules))('%s', (name, find) => {
  test.each(boards)('%s', (_, board) => {
    expect(find(board)).toEqual([])
  })

  test.each(changesOf(name))('notices what is wrong (%i)', (_, change) => {
    const board = copyOfVats()
    change(board)
    expect(find(board)).not.toEqual([])
  })
})
