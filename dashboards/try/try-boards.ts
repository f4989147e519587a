import { performance } from 'node:perf_hooks'

import { z } from 'zod'

import { toMessage } from '#domain/error.ts'

import { BOARDS } from '../boards.ts'
import { buildBoard } from '../build-board.ts'
import type { BoardSpec, Engine, PanelSpec, Query } from '../model.ts'
import { ask, type Backends } from './backends.ts'
import {
  dropEmpty,
  expectRows,
  findProblem,
  findWrongUnit,
  type ChannelsOfDevice,
} from './check-panel.ts'
import type { View } from './interpolate.ts'
import { runTarget, type Target } from './run-target.ts'
import { boardShape, listSelections, type BoardJson } from './selections.ts'

/** What came of one panel over everything that a reader may choose. */
export interface PanelReport {
  readonly board: string
  readonly panel: string
  readonly unit: string
  /** Queries that were run. */
  readonly queries: number
  readonly rows: number
  /** Of one query, milliseconds. */
  readonly medianMs: number
  readonly slowestMs: number
  /** At most a few, each once. */
  readonly problems: readonly string[]
}

export interface Trial {
  readonly engine: Engine
  readonly backends: Backends
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly until: number
  /** Boards to leave out: those whose source is not at hand. */
  readonly without?: readonly string[]
}

/** Runs every query of every panel with every value of every variable, as Grafana would. */
export async function tryBoards(trial: Trial): Promise<PanelReport[]> {
  const known = await readChannels(trial.backends)
  const reports: PanelReport[] = []
  for (const spec of BOARDS) {
    if (trial.without?.includes(spec.id)) continue
    reports.push(...(await tryBoard(spec, trial, known)))
  }
  return reports
}

async function tryBoard(
  spec: BoardSpec,
  trial: Trial,
  known: ChannelsOfDevice,
): Promise<PanelReport[]> {
  const { engine, backends, from, until } = trial
  // What Grafana reads is the JSON, not what we built it from.
  const text = JSON.stringify(buildBoard(spec, { language: 'en', engine }))
  const board = boardShape.parse(JSON.parse(text))
  const selections = await listSelections(board, backends, { from, until })
  const views = selections.map((selection) => ({ from, until, selection }))
  const asked = { board, views, backends, known }
  const reports: PanelReport[] = []
  for (const [index, panel] of board.panels.entries()) {
    const panelSpec = spec.panels[index]
    if (panelSpec === undefined) throw new Error(`panel ${panel.title} has no source`)
    reports.push(await tryPanel({ ...asked, panel, queries: panelSpec.queries }, panelSpec))
  }
  for (const { name, target } of board.annotations.list) {
    const panel = { title: `annotation ${name}`, maxDataPoints: 1, targets: [target] }
    reports.push(await tryQueries({ ...asked, panel, queries: [ANNOTATION] }))
  }
  return reports
}

/** As a query that is read as rows, and may have none. */
const ANNOTATION: Query = { kind: 'registry', path: '', columns: [], mayBeEmpty: true }

interface QueryTrial {
  readonly board: BoardJson
  readonly panel: Pick<BoardJson['panels'][number], 'title' | 'maxDataPoints' | 'targets'>
  readonly queries: readonly Query[]
  readonly views: readonly View[]
  readonly backends: Backends
  readonly known: ChannelsOfDevice
}

async function tryPanel(
  trial: QueryTrial & { readonly panel: BoardJson['panels'][number] },
  panelSpec: PanelSpec,
): Promise<PanelReport> {
  const { unit } = trial.panel.fieldConfig.defaults
  const wrongUnit = findWrongUnit(panelSpec, unit)
  const report = await tryQueries(trial)
  const problems = [...(wrongUnit ? [wrongUnit] : []), ...report.problems].slice(0, 5)
  return { ...report, unit: unit ?? '', problems }
}

async function tryQueries(trial: QueryTrial): Promise<PanelReport> {
  const { board, panel, queries, views } = trial
  const outcomes: Outcome[] = []
  for (const view of views) {
    for (const [index, query] of queries.entries()) {
      const target = panel.targets[index]
      if (target !== undefined) outcomes.push(await tryQuery(trial, view, { query, target }))
    }
  }
  const times = outcomes.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const problems = outcomes.flatMap(({ problem }) => problem ?? [])
  return {
    board: board.title,
    panel: panel.title,
    unit: '',
    queries: outcomes.length,
    rows: outcomes.reduce((sum, { rows }) => sum + rows, 0),
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    slowestMs: times.at(-1) ?? 0,
    problems: [...new Set(problems)].slice(0, 5),
  }
}

interface Outcome {
  readonly rows: number
  readonly ms: number
  readonly problem: string | undefined
}

async function tryQuery(
  { panel, backends, known }: QueryTrial,
  view: View,
  { query, target }: { readonly query: Query; readonly target: Target },
): Promise<Outcome> {
  const startedAt = performance.now()
  try {
    const found = await runTarget(target, { backends, view, pointsMax: panel.maxDataPoints })
    const ms = Math.round((performance.now() - startedAt) * 10) / 10
    const answer = dropEmpty(query, found)
    const problem = findProblem(query, answer, expectRows(query, view.selection, known))
    const where = JSON.stringify(view.selection).slice(0, 200)
    return { rows: answer.rows.length, ms, problem: problem && `${problem}, for ${where}` }
  } catch (error) {
    return { rows: 0, ms: performance.now() - startedAt, problem: toMessage(error) }
  }
}

const channelPage = z.object({
  items: z.array(z.object({ device: z.string(), name: z.string() })),
  next: z.string().nullable(),
})

async function readChannels({ api }: Backends): Promise<ChannelsOfDevice> {
  const channels = new Map<string, Set<string>>()
  let after = ''
  do {
    const page = await ask(api, `/api/v1/channels?limit=1000${after}`, channelPage)
    for (const { device, name } of page.items) {
      channels.set(device, (channels.get(device) ?? new Set()).add(name))
    }
    after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`
  } while (after !== '')
  return channels
}
