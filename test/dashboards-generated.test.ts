import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { ValueMap } from '@grafana/grafana-foundation-sdk/dashboard'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

import { BOARDS } from '#dashboards/boards.ts'
import { toStateMappings } from '#dashboards/field.ts'
import { LANGUAGES } from '#dashboards/model.ts'
import { toGrafanaUnit } from '#dashboards/units.ts'
import { generateFiles, writeFiles } from '#dashboards/write.ts'
import { QUANTITIES } from '#domain/quantity.ts'
import { STARTING_LIMITS } from '#domain/starting-limits.ts'

const GENERATED = path.resolve(import.meta.dirname, '../dashboards/generated')
const files = generateFiles()
const boards = [...files].filter(
  ([file]) => file.includes('/dashboards/') && file.endsWith('.json'),
)

function wordsOf(mappings: readonly ValueMap[]): (string | undefined)[] {
  return mappings.flatMap(({ options }) => Object.values(options).map(({ text }) => text))
}

const boardShape = z.object({
  uid: z.string().max(40),
  title: z.string().min(1),
  description: z.string().min(1),
  editable: z.literal(false),
  schemaVersion: z.number().min(36),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), type: z.string(), refresh: z.number().optional() })),
  }),
  panels: z.array(
    z.object({
      id: z.number(),
      type: z.string(),
      title: z.string().min(1),
      description: z.string().min(1),
      datasource: z.object({ uid: z.string() }),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z
        .array(
          z.looseObject({
            refId: z.string(),
            datasource: z.object({ uid: z.string() }),
            columns: z.array(z.object({ text: z.string() })).default([]),
          }),
        )
        .min(1),
      options: z.object({
        sortBy: z.array(z.object({ displayName: z.string() })).default([]),
      }),
      fieldConfig: z.object({
        defaults: z.object({ unit: z.string().optional() }),
        overrides: z.array(
          z.object({ matcher: z.object({ id: z.string(), options: z.string() }) }),
        ),
      }),
    }),
  ),
})

test('what is in git is what the source gives: run npm run dashboards after a change', async () => {
  const found = (await readdir(GENERATED, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  )
  const names = found.map((entry) =>
    path.relative(GENERATED, path.join(entry.parentPath, entry.name)),
  )
  expect(names.toSorted()).toEqual([...files.keys()].toSorted())
  for (const [file, text] of files) {
    const inGit = await readFile(path.join(GENERATED, file), 'utf8')
    expect([file, inGit === text]).toEqual([file, true])
  }
  expect(generateFiles()).toEqual(files)
})

test('what is written can be read by the user that Grafana runs as', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-generated-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const umask = process.umask(0o077)
  onTestFinished(() => void process.umask(umask))
  expect(await writeFiles(folder)).toBe(files.size)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const { mode } = await stat(path.join(entry.parentPath, entry.name))
    expect([entry.name, mode & 0o777]).toEqual([entry.name, entry.isDirectory() ? 0o755 : 0o644])
  }
})

test('every quantity that can be measured has a Grafana unit', () => {
  for (const quantity of QUANTITIES) expect(toGrafanaUnit(quantity)).not.toBe('')
})

test('every state that can be measured has a word in each language', () => {
  const states = QUANTITIES.filter(({ kind }) => kind === 'state')
  expect(states.length).toBeGreaterThan(0)
  for (const quantity of states) {
    const [vi, en] = LANGUAGES.map((language) => wordsOf(toStateMappings(quantity, language)))
    expect(vi).toHaveLength(en?.length ?? 0)
    expect(vi?.filter((word) => en?.includes(word))).toEqual([])
  }
})

test('every limit tells its source and what to do in both languages', () => {
  for (const { source, response } of STARTING_LIMITS) {
    for (const { vi, en } of [source, response])
      expect([vi === '', en === '', vi === en]).toEqual([false, false, false])
  }
})

test('every text exists in both languages, and none is in both the same by mistake', () => {
  for (const { panels, title, description } of BOARDS) {
    for (const text of [
      title,
      description,
      ...panels.flatMap((panel) => [panel.title, panel.description]),
    ]) {
      expect(text.vi).not.toBe('')
      expect(text.en).not.toBe('')
      expect(text.vi).not.toBe(text.en)
    }
  }
})

test('a click leads to a dashboard and a column that exist', () => {
  const ids = new Set(BOARDS.map(({ id }) => id))
  const clickable = BOARDS.flatMap(({ panels }) => panels.filter((panel) => panel.drillDown))
  expect(clickable.length).toBeGreaterThan(0)
  for (const { drillDown, queries } of clickable) {
    const titles = queries.flatMap((query) => (query.kind === 'registry' ? query.columns : []))
    expect(ids).toContain(drillDown?.board)
    expect(titles.map(({ title }) => title)).toContainEqual(drillDown?.deviceColumn)
  }
})

test('the warmest of a leg is coloured by the limits of vehicles', () => {
  const [, text = ''] =
    boards.find(([file]) => file.includes('embedded/dashboards/en/transport')) ?? []
  const overrides: unknown[] = JSON.parse(text).panels.at(-1).fieldConfig.overrides
  const { warning, critical } = STARTING_LIMITS.find(({ id }) => id === 'vehicle-temperature') ?? {}
  const steps = [
    { value: null, color: 'green' },
    { value: warning?.high, color: 'yellow' },
    { value: critical?.high, color: 'red' },
  ]
  const thresholds = { id: 'thresholds', value: { mode: 'absolute', steps } }
  expect(overrides).toContainEqual({
    matcher: { id: 'byName', options: 'Warmest' },
    properties: expect.arrayContaining([{ id: 'unit', value: 'celsius' }, thresholds]),
  })
})

test('uids are unique within an engine', () => {
  for (const engine of ['influxdb', 'embedded']) {
    const uids = boards
      .filter(([file]) => file.startsWith(engine))
      .map(([, text]) => boardShape.parse(JSON.parse(text)).uid)
    expect(uids).toHaveLength(BOARDS.length * LANGUAGES.length)
    expect(new Set(uids).size).toBe(uids.length)
  }
})

describe.each(boards)('%s', (_file, text) => {
  const board = boardShape.parse(JSON.parse(text))

  test('has panels that do not overlap and have ids of their own', () => {
    const ids = board.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
  })

  test('asks data sources by variable, and uses no variable that it has not', () => {
    const known = new Set(board.templating.list.map(({ name }) => name))
    const sources = board.panels.flatMap(({ datasource, targets }) => [
      datasource,
      ...targets.map((one) => one.datasource),
    ])
    for (const { uid } of sources) {
      expect(uid).toMatch(/^\$\{ds_\w+\}$/)
      expect(known).toContain(uid.slice(2, -1))
    }
    const targets = JSON.stringify(board.panels.map((panel) => panel.targets))
    for (const [, braced, plain] of targets.matchAll(/\$\{(\w+)(?::\w+)*\}|\$([a-z]\w*)/g)) {
      const name = braced ?? plain ?? ''
      const isGrafanas = name.startsWith('__') || name === 'timeFilter' || name.startsWith('tag_')
      expect([name, isGrafanas || known.has(name)]).toEqual([name, true])
    }
    const queries = board.templating.list.filter(({ type }) => type === 'query')
    expect(queries.map(({ refresh }) => refresh)).toEqual(queries.map(() => 1))
  })

  test('gives order, colours and units only to columns that are there, each called differently', () => {
    for (const { type, targets, fieldConfig, options } of board.panels) {
      if (type !== 'table') continue
      const titles = targets.flatMap(({ columns }) => columns.map(({ text: title }) => title))
      expect(new Set(titles).size).toBe(titles.length)
      for (const { displayName } of options.sortBy) expect(titles).toContain(displayName)
      for (const { matcher } of fieldConfig.overrides) {
        expect(matcher.id).toBe('byName')
        expect(titles).toContain(matcher.options)
      }
    }
  })

  test('has a unit on every panel that shows numbers', () => {
    for (const { type, title, fieldConfig } of board.panels) {
      if (type === 'table' || type === 'geomap') continue
      expect([title, fieldConfig.defaults.unit]).toEqual([title, expect.stringMatching(/./)])
    }
  })
})
