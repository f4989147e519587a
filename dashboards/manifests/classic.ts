import {
  DashboardCursorSync,
  VariableHide,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard'
import type {
  DashboardLink,
  FieldConfigSource,
  VariableOption,
} from '@grafana/grafana-foundation-sdk/dashboardv2'
import { z } from 'zod'

/**
 * All that our classic dashboards have. The objects are strict: a field that a builder adds one day must be carried into the
 * manifest too, or refused here, and is never lost without a word.
 */

const source = z.strictObject({ type: z.string(), uid: z.string() })

const panel = z.strictObject({
  id: z.int(),
  type: z.string(),
  title: z.string(),
  description: z.string(),
  gridPos: z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  interval: z.string(),
  maxDataPoints: z.int(),
  /** In v2 each query has its own, as ours have in classic too. */
  datasource: source,
  targets: z.array(z.looseObject({ refId: z.string(), datasource: source })),
  transformations: z.array(z.strictObject({ id: z.string(), options: z.unknown() })),
  options: z.unknown(),
  // The same JSON in both, with enums that only the compiler tells apart.
  fieldConfig: z.custom<FieldConfigSource>(),
  transparent: z.literal(false),
  // Of repeated panels: a default of the SDK.
  repeatDirection: z.literal('h'),
})
export type ClassicPanel = z.output<typeof panel>

const variableFields = {
  name: z.string(),
  label: z.string(),
  hide: z.enum(VariableHide).default(VariableHide.DontHide),
  current: z.custom<VariableOption>().default({ text: '', value: '' }),
  skipUrlSync: z.boolean(),
  multi: z.boolean(),
  includeAll: z.boolean(),
  allowCustomValue: z.boolean(),
  // Of variables that are intervals: defaults of the SDK.
  auto: z.literal(false),
  auto_min: z.string(),
  auto_count: z.int(),
}
const sourceVariable = z.strictObject({
  ...variableFields,
  type: z.literal('datasource'),
  query: z.string(),
})
const queryVariable = z.strictObject({
  ...variableFields,
  type: z.literal('query'),
  datasource: source,
  query: z.unknown(),
  refresh: z.enum(VariableRefresh),
})
const variable = z.discriminatedUnion('type', [sourceVariable, queryVariable])
export type ClassicVariable = z.output<typeof variable>

const annotation = z.strictObject({
  name: z.string(),
  datasource: source,
  enable: z.boolean(),
  hide: z.boolean(),
  iconColor: z.string(),
  target: z.looseObject({ refId: z.string(), datasource: source }),
})
export type ClassicAnnotation = z.output<typeof annotation>

const board = z.strictObject({
  uid: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  editable: z.boolean(),
  graphTooltip: z.enum(DashboardCursorSync),
  timezone: z.string(),
  fiscalYearStartMonth: z.int(),
  refresh: z.string(),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  links: z.array(z.custom<DashboardLink>()),
  templating: z.strictObject({ list: z.array(variable) }),
  panels: z.array(panel),
  // Grafana adds its own, of alerts.
  annotations: z.strictObject({ list: z.array(annotation).default([]) }),
  schemaVersion: z.int(),
})
export type ClassicBoard = z.output<typeof board>

/** What Grafana reads is the JSON, not what it was built from. */
export function readClassic(built: unknown): ClassicBoard {
  return board.parse(JSON.parse(JSON.stringify(built)))
}
