import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard'

import type { Limit } from '#domain/limit.ts'
import { findLimit } from '#domain/starting-limits.ts'

import type { PanelSpec } from './model.ts'

type Bounded = Pick<Limit, 'warning' | 'critical'>

const COLOURS = { good: 'green', warning: 'yellow', critical: 'red' } as const

/** The limit that a panel's first channel has at its kind of place. */
export function limitOfPanel({ placeKind, queries }: PanelSpec): Limit | undefined {
  const [channel] = queries.flatMap((query) => ('channels' in query ? query.channels : []))
  return placeKind && channel ? findLimit(placeKind, channel) : undefined
}

/** Steps from the lowest up: each colour holds from its value on. Without a limit there is one step, and no opinion. */
export function toThresholds(limit: Bounded | undefined): ThresholdsConfigBuilder {
  const steps = limit === undefined ? [] : toSteps(limit)
  const [first] = steps
  const base = { value: null, color: first === undefined ? 'text' : colourBelow(limit) }
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([base, ...steps])
}

function colourBelow(limit: Bounded | undefined): string {
  if (limit?.critical.low !== undefined) return COLOURS.critical
  return limit?.warning.low === undefined ? COLOURS.good : COLOURS.warning
}

function toSteps({ warning, critical }: Bounded): { value: number; color: string }[] {
  const steps = [
    { value: critical.low, color: COLOURS.warning },
    { value: warning.low, color: COLOURS.good },
    { value: warning.high, color: COLOURS.warning },
    { value: critical.high, color: COLOURS.critical },
  ]
  return steps.flatMap(({ value, color }) => (value === undefined ? [] : [{ value, color }]))
}
