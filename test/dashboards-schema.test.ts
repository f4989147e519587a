import { describe, expect, test } from 'vitest'

import { generateFiles } from '#dashboards/write.ts'

import { compileSchema } from './dashboards-schema.ts'

const findErrors = compileSchema('dashboard')

interface Board {
  readonly annotations: { readonly list?: { target?: unknown }[] }
  readonly panels: { targets: unknown[]; fieldConfig: { defaults: Record<string, unknown> } }[]
}

const boards = [...generateFiles()].filter(
  ([file]) => file.includes('/dashboards/') && file.endsWith('.json'),
)

/** Queries are each data source's matter, and to the SDK's types of classic dashboards they are functions. */
function withoutQueries(text: string): Board {
  const board: Board = JSON.parse(text)
  for (const panel of board.panels) panel.targets = []
  for (const annotation of board.annotations.list ?? []) delete annotation.target
  return board
}

describe("Grafana's own schema", () => {
  test.each(boards)('accepts %s', (_file, text) => {
    expect(findErrors(withoutQueries(text))).toEqual([])
  })

  test('refuses what is none', () => {
    const board = withoutQueries(boards[0]?.[1] ?? '')
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
