import { toCanonicalUri } from './canonical-uri.ts'
import { expandName, type Namespaces } from './context.ts'
import { isObject, toPlain, type Json } from './json.ts'
import { parseTime } from './time.ts'

/** What queries find an event by: pairs of field and value. Fields have the names of query parameters behind the `EQ_`. */
export interface EventIndex {
  readonly terms: readonly (readonly [string, string])[]
  /** Times in milliseconds. */
  readonly numbers: readonly (readonly [string, number])[]
}

/** Of one event; what is beyond that is not found by queries, and the event is taken all the same. */
export const INDEX_ENTRIES_MAX = 20_000

/** Collects them, each once. */
export class IndexEntries implements EventIndex {
  readonly terms: [string, string][] = []
  readonly numbers: [string, number][] = []
  readonly namespaces: Namespaces
  readonly #seen = new Set<string>()

  constructor(namespaces: Namespaces) {
    this.namespaces = namespaces
  }

  addUri(field: string, value: Json | undefined): string {
    if (typeof value !== 'string') return ''
    const canonical = toCanonicalUri(expandName(value, this.namespaces))
    this.addTerm(field, canonical)
    return canonical
  }

  addTerm(field: string, value: string): void {
    if (this.#isNew(`${field}\n${value}`)) this.terms.push([field, value])
  }

  addNumber(field: string, value: Json | undefined): void {
    if (typeof value === 'number' && this.#isNew(`${field}\r${value}`)) {
      this.numbers.push([field, value])
    }
  }

  addTime(field: string, value: Json | undefined): void {
    if (typeof value === 'string') this.addNumber(field, parseTime(value))
  }

  /** A text is found as it stands, and by its time if it is one; a number by both. */
  addAny(field: string, value: Json): void {
    this.addNumber(field, value)
    this.addTime(field, value)
    if (typeof value === 'string') this.addUri(field, value)
    else if (isObject(value)) this.addTerm(field, '')
    else this.addTerm(field, toPlain(value))
  }

  #isNew(entry: string): boolean {
    if (this.#seen.size >= INDEX_ENTRIES_MAX || this.#seen.has(entry)) return false
    this.#seen.add(entry)
    return true
  }
}
