/** A table that somebody outside asks for. */
export interface ExportForm {
  /** Where the columns come from. */
  readonly source: string
  readonly columns: readonly string[]
}

export type ExportRow = readonly (string | number | null)[]
