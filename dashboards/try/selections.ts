import { VariableHide } from '@grafana/grafana-foundation-sdk/dashboard'
import { z } from 'zod'

import type { Answer, Backends } from './backends.ts'
import type { Selection, View } from './interpolate.ts'
import { runTarget, targetShape } from './run-target.ts'

/** What we read of a dashboard's variables and panels. */
export const boardShape = z.object({
  uid: z.string(),
  title: z.string(),
  templating: z.object({
    list: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        multi: z.boolean().optional(),
        hide: z.number().optional(),
        query: z.union([z.string(), z.object({ infinityQuery: targetShape })]).optional(),
      }),
    ),
  }),
  annotations: z.object({
    list: z.array(z.object({ name: z.string(), target: targetShape })).default([]),
  }),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      type: z.string(),
      maxDataPoints: z.number(),
      fieldConfig: z.object({ defaults: z.object({ unit: z.string().optional() }) }),
      targets: z.array(targetShape),
    }),
  ),
})
export type BoardJson = z.output<typeof boardShape>
type VariableJson = BoardJson['templating']['list'][number]

type Span = Pick<View, 'from' | 'until'>

/**
 * Everything a reader may choose, as Grafana offers it: each variable's values depend on what stands before it. All of each
 * site together, and each single value of the last variables.
 */
export async function listSelections(
  board: BoardJson,
  backends: Backends,
  span: Span,
): Promise<readonly Selection[]> {
  const variables = board.templating.list.filter(({ type }) => type === 'query')
  let selections: readonly Selection[] = [{}]
  for (const variable of variables) {
    const longer = await Promise.all(
      selections.map((selection) => extend(variable, selection, { backends, span })),
    )
    selections = longer.flat()
  }
  return selections
}

interface Asking {
  readonly backends: Backends
  readonly span: Span
}

async function extend(
  { name, query, multi, hide }: VariableJson,
  selection: Selection,
  { backends, span }: Asking,
): Promise<readonly Selection[]> {
  if (query === undefined || typeof query === 'string') return [selection]
  const run = { backends, view: { ...span, selection }, pointsMax: 1 }
  const values = readValues(name, await runTarget(query.infinityQuery, run))
  // Of nothing, nothing is chosen. Without any site there is no more to ask.
  if (values.length === 0) return name === 'site' ? [] : [{ ...selection, [name]: [] }]
  const single = values.map((value) => ({ ...selection, [name]: [value] }))
  if (multi !== true) return single
  const all = { ...selection, [name]: values }
  // Nobody can choose of what is hidden.
  return hide === VariableHide.HideVariable || values.length === 1 ? [all] : [all, ...single]
}

/** As the plugin reads a variable's answer: it refuses one without columns. */
function readValues(name: string, { columns, rows }: Answer): string[] {
  const at = columns.indexOf('__value')
  if (at === -1) throw new Error(`the answer for variable ${name} has no column __value`)
  return rows.map((row) => String(row[at]))
}
