import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { ValueMap } from '@grafana/grafana-foundation-sdk/dashboard'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { BOARDS } from '#dashboards/boards.ts'
import { toStateMappings } from '#dashboards/field.ts'
import { LANGUAGES } from '#dashboards/model.ts'
import { uidOf } from '#dashboards/uid.ts'
import { toGrafanaUnit } from '#dashboards/units.ts'
import { generateFiles, writeFiles } from '#dashboards/write.ts'
import { BOARD_OF_PLACE } from '#domain/board.ts'
import { PLACE_KINDS } from '#domain/place.ts'
import { QUANTITIES } from '#domain/quantity.ts'
import { STARTING_LIMITS } from '#domain/starting-limits.ts'

const GENERATED = path.resolve(import.meta.dirname, '../dashboards/generated')
const files = generateFiles()
function wordsOf(mappings: readonly ValueMap[]): (string | undefined)[] {
  return mappings.flatMap(({ options }) => Object.values(options).map(({ text }) => text))
}

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
  expect(clickable.length).toBeGreaterThan(1)
  for (const { drillDown = {}, queries } of clickable) {
    const columns = queries.flatMap((query) => (query.kind === 'registry' ? query.columns : []))
    const titles = columns.map(({ title }) => title)
    const { board, ...named } = { board: 'devices', ...drillDown }
    expect(ids).toContain(board)
    for (const column of Object.values(named)) expect(titles).toContainEqual(column)
  }
})

test('the dashboard of a place is one that shows places of its kind, and lets choose it', () => {
  for (const kind of PLACE_KINDS) {
    const board = BOARDS.find(({ id }) => id === BOARD_OF_PLACE[kind])
    expect(board?.choose?.placeKinds).toContain(kind)
  }
})

test('the warmest of a leg is coloured by the limits of vehicles', () => {
  const text = files.get('embedded/dashboards/en/transport.json') ?? ''
  const panels: { title: string; fieldConfig: { overrides: unknown[] } }[] = JSON.parse(text).panels
  const overrides = panels.find(({ title }) => title === 'Legs and stops')?.fieldConfig.overrides
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

test('uids are unique within an engine, short enough, and the same in every release', () => {
  const uids = LANGUAGES.flatMap((language) => BOARDS.map(({ id }) => uidOf(id, language)))
  expect(new Set(uids).size).toBe(uids.length)
  expect(uids.filter((uid) => uid.length > 40)).toEqual([])
  expect(uids).toEqual(expect.arrayContaining(['nguon-vats', 'nguon-vats-en']))
})

test('Grafana knows how often Prometheus asks', async () => {
  const config = await readFile(path.resolve(import.meta.dirname, '../containers/prometheus.yml'))
  const { global } = z
    .object({ global: z.object({ scrape_interval: z.string() }) })
    .parse(parse(config.toString()))
  const sources = files.get('influxdb/provisioning/datasources/nguon.yaml') ?? ''
  expect(sources).toContain(
    `"httpMethod": "POST",\n        "timeInterval": "${global.scrape_interval}"`,
  )
})
