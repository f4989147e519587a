import path from 'node:path'

import { Ajv } from 'ajv'
import { createGenerator } from 'ts-json-schema-generator'
import { describe, expect, test } from 'vitest'

import { generateFiles } from '#dashboards/write.ts'

const TYPES = 'node_modules/@grafana/grafana-foundation-sdk/dist/dashboard/types.gen.d.ts'

/** Grafana's own description of a dashboard, from the types of its SDK. Queries are each data source's matter. */
const generator = createGenerator({
  path: path.resolve(import.meta.dirname, '..', TYPES),
  type: 'Dashboard',
  skipTypeCheck: true,
  additionalProperties: false,
})
const schema = Object.fromEntries(Object.entries(generator.createSchema('Dashboard')))
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema)

interface Board {
  readonly panels: { targets: unknown[]; fieldConfig: { defaults: Record<string, unknown> } }[]
}

const boards = [...generateFiles()].filter(
  ([file]) => file.includes('/dashboards/') && file.endsWith('.json'),
)

/** What the schema says of a dashboard whose panels have no queries. */
function findErrors(board: Board): string[] {
  for (const panel of board.panels) panel.targets = []
  validate(board)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe("Grafana's own schema", () => {
  test.each(boards)('accepts %s', (_file, text) => {
    expect(findErrors(JSON.parse(text))).toEqual([])
  })

  test('refuses what is none', () => {
    const board: Board = JSON.parse(boards[0]?.[1] ?? '')
    const [panel] = board.panels
    if (panel === undefined) throw new Error('no panel')
    panel.fieldConfig.defaults['unit'] = 5
    Object.assign(panel, { widht: 3 })
    expect(findErrors(board)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('unit must be string'),
        expect.stringContaining('must NOT have additional properties'),
      ]),
    )
  })
})
