import type { Place } from '#domain/place.ts'
import type { Text } from '#domain/text.ts'
import type { Instant } from '#domain/time.ts'
import type { Party } from '#domain/trace/party.ts'
import type { Product } from '#domain/trace/product.ts'
import { formatInstant } from '#domain/zone.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { TraceReads } from '#store/trace/contract.ts'

/** What a report is made from. */
export interface ReportSources {
  readonly trace: TraceReads
  readonly registry: Registry
  readonly readings: ReadingsReader
}

export interface ReportFrame {
  readonly now: Instant
  readonly timezone: string
  /** Aborted, the report ends with its reason, between two questions to a store. */
  readonly signal: AbortSignal
}

/** The sources and frame of one report, with names that are asked for once. */
export interface ReportContext extends ReportSources, ReportFrame {
  readonly write: (at: Instant) => string
  readonly writeOptional: (at: Instant | null) => string | null
  readonly party: (id: string) => Promise<Party | undefined>
  readonly product: (id: string) => Promise<Product | undefined>
  readonly place: (id: string) => Promise<Place | undefined>
  readonly site: (id: string) => Promise<{ readonly name: Text } | undefined>
}

export function createContext(sources: ReportSources, frame: ReportFrame): ReportContext {
  const { trace, registry } = sources
  const write = (at: Instant) => formatInstant(frame.timezone, at)
  return {
    ...sources,
    ...frame,
    write,
    writeOptional: (at) => (at === null ? null : write(at)),
    party: remember((id) => trace.parties.get(id)),
    product: remember((id) => trace.products.get(id)),
    place: remember((id) => registry.places.get(id)),
    site: remember((id) => registry.sites.get(id)),
  }
}

function remember<Value>(find: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const found = new Map<string, Promise<Value>>()
  return (id) => {
    const known = found.get(id) ?? find(id)
    found.set(id, known)
    return known
  }
}
