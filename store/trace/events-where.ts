import { sql, type RawBuilder } from 'kysely'

import type { Match } from '#trace/epcis/epc-match.ts'
import type { Column, Comparison, Condition, TimeColumn } from '#trace/epcis/query.ts'

type Sql = RawBuilder<unknown>
export type FieldIds = ReadonlyMap<string, number>

const COLUMNS: Readonly<Record<Column | TimeColumn, string>> = {
  type: 'type',
  action: 'action',
  bizStep: 'biz_step',
  disposition: 'disposition',
  readPoint: 'read_point',
  bizLocation: 'biz_location',
  transformationID: 'transformation_id',
  eventID: 'event_id',
  errorReason: 'error_reason',
  eventTime: 'event_time',
  recordTime: 'record_time',
  errorDeclarationTime: 'declared_at',
}
const COMPARISONS: Readonly<Record<Comparison, Sql>> = {
  '=': sql`=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}
const NEVER = sql`0 = 1`

/** The fields that conditions name, wherever they stand. */
export function fieldsOf(conditions: readonly Condition[]): string[] {
  return conditions.flatMap((condition) => {
    if (condition.kind === 'terms') return [...condition.fields]
    if (condition.kind === 'exists' || condition.kind === 'number') return [condition.field]
    return condition.kind === 'any' ? fieldsOf(condition.of) : []
  })
}

/** What `e`, an event, must be like. Names come from tables above, values are parameters. */
export function toWhere(condition: Condition, ids: FieldIds): Sql {
  const { kind } = condition
  if (kind === 'column') {
    const column = toColumn(condition.column)
    return or(condition.matches.map((match) => toMatch(column, match)))
  }
  if (kind === 'time') {
    return sql`${toColumn(condition.column)} ${COMPARISONS[condition.comparison]} ${condition.at}`
  }
  if (kind === 'declared') return sql`e.declared_at is not null`
  if (kind === 'any') return or(condition.of.map((one) => toWhere(one, ids)))
  if (kind === 'exists') return toExists(ids.get(condition.field))
  return kind === 'terms' ? toTerms(condition, ids) : toNumbers(condition, ids)
}

function toColumn(column: Column | TimeColumn): Sql {
  return sql.ref(`e.${COLUMNS[column]}`)
}

function toMatch(value: Sql, match: Match): Sql {
  if ('equals' in match) return sql`${value} = ${match.equals}`
  return sql`(${value} >= ${match.from} and ${value} < ${match.before})`
}

function toExists(field: number | undefined): Sql {
  if (field === undefined) return NEVER
  const [term, number] = ['event_term', 'event_number'].map((table) => {
    return sql`select seq from ${sql.table(table)} where field = ${field}`
  })
  return sql`(e.seq in (${term}) or e.seq in (${number}))`
}

function toTerms({ fields, matches }: Condition & { readonly kind: 'terms' }, ids: FieldIds): Sql {
  const known = fields.map((field) => ids.get(field)).filter((id) => id !== undefined)
  if (known.length === 0) return NEVER
  // The whole key is known when one value is looked for: one step into the index per event.
  const [match] = matches
  if (matches.length === 1 && match !== undefined && 'equals' in match && known.length === 1) {
    return sql`e.seq in (select seq from event_term where field = ${known[0]} and value = ${match.equals})`
  }
  const each = known.flatMap((field) =>
    matches.map((one) => {
      return sql`select seq from event_term where field = ${field} and ${toMatch(sql`value`, one)}`
    }),
  )
  return sql`e.seq in (${sql.join(each, sql` union all `)})`
}

function toNumbers(
  { field, comparison, values }: Condition & { readonly kind: 'number' },
  ids: FieldIds,
): Sql {
  const id = ids.get(field)
  if (id === undefined) return NEVER
  const value = or(values.map((one) => sql`value ${COMPARISONS[comparison]} ${one}`))
  return sql`e.seq in (select seq from event_number where field = ${id} and ${value})`
}

function or(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? NEVER : sql`(${sql.join(parts, sql` or `)})`
}
