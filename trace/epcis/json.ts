/** What `JSON.parse` gives. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json | undefined
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The items of a list; what is no list is a list of one, and what is missing one of none. */
export function toList(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  return isList(value) ? value : [value]
}

/** `Array.isArray` makes any of a readonly list. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** The text of a text, a number or a truth value; of lists and objects their JSON. */
export function toPlain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
