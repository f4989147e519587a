import { z } from 'zod'

import { BOARDS } from '#dashboards/boards.ts'
import { buildBoard } from '#dashboards/build-board.ts'
import { ENGINES, LANGUAGES } from '#dashboards/model.ts'

const source = z.object({ type: z.string(), uid: z.string() })

/** What the rules read of a classic dashboard. */
const boardShape = z.object({
  uid: z.string(),
  title: z.string(),
  description: z.string(),
  editable: z.boolean(),
  schemaVersion: z.int(),
  templating: z.object({
    list: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        refresh: z.int().optional(),
        datasource: source.optional(),
        query: z.union([z.string(), z.record(z.string(), z.unknown())]),
      }),
    ),
  }),
  annotations: z.object({
    list: z
      .array(
        z.looseObject({
          name: z.string(),
          datasource: source,
          target: z.looseObject({ datasource: source }),
        }),
      )
      .default([]),
  }),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.string(),
      title: z.string(),
      description: z.string(),
      datasource: source,
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(
        z.looseObject({
          refId: z.string(),
          datasource: source,
          expr: z.string().optional(),
          columns: z.array(z.object({ text: z.string() })).default([]),
        }),
      ),
      options: z.object({
        sortBy: z.array(z.object({ displayName: z.string() })).default([]),
      }),
      fieldConfig: z.object({
        overrides: z.array(
          z.object({
            matcher: z.object({ id: z.literal('byName'), options: z.string() }),
            properties: z.array(z.object({ id: z.string(), value: z.unknown() })),
          }),
        ),
        defaults: z.object({
          unit: z.string().optional(),
          links: z.array(z.object({ url: z.string() })).optional(),
        }),
      }),
    }),
  ),
})
export type Board = z.output<typeof boardShape>

/** Every dashboard for every engine in every language, as Grafana reads it. */
export const boards: readonly (readonly [name: string, board: Board])[] = ENGINES.flatMap(
  (engine) =>
    LANGUAGES.flatMap((language) =>
      BOARDS.map((spec) => {
        const text = JSON.stringify(buildBoard(spec, { engine, language }))
        return [`${engine} ${language} ${spec.id}`, boardShape.parse(JSON.parse(text))] as const
      }),
    ),
)

/** The variables that a text uses, without those that are Grafana's own. */
export function findVariables(used: unknown): ReadonlySet<string> {
  const text = JSON.stringify(used)
  const found = [...text.matchAll(/\$\{(\w+)(?::\w+)*\}|\$([A-Za-z_]\w*)/g)].map(
    ([, braced, plain]) => braced ?? plain ?? '',
  )
  return new Set(found.filter((name) => !/^(__|tag_|timeFilter$)/.test(name)))
}
