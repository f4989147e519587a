import { formatDigitalLink } from '#domain/gs1/digital-link.ts'
import { CANONICAL_BASE } from '#domain/gs1/epc.ts'

/** How places and parties are called in events. */
export interface Naming {
  /** Zone of the times in events. */
  readonly timezone: string
  /** GLN of the producer; null when there is none. */
  readonly gln: string | null
  /** GLNs of parties, by their id. */
  readonly glns: ReadonlyMap<string, string>
}

/** A place is the producer's GLN with the place's id as its extension; without a GLN a name of ours. */
export function toPlaceUri({ gln }: Naming, place: string): string {
  // The extension has at most 20 characters (GS1 General Specifications, AI 254).
  if (gln === null || place.length > 20) return `urn:nguon:place:${place}`
  return formatDigitalLink(CANONICAL_BASE, { gln, extension: place })
}

export function toPartyUri({ glns }: Naming, party: string): string {
  const gln = glns.get(party)
  return gln === undefined
    ? `urn:nguon:party:${party}`
    : formatDigitalLink(CANONICAL_BASE, { partyGln: gln })
}
