import { isObject, toList, type Json } from './json.ts'

/** What beginnings of names stand for: `ex` → `http://ns.example.com/epcis/`. */
export type Namespaces = ReadonlyMap<string, string>

/** GS1's own contexts, which every answer of ours names already; where they lie has changed over the years. */
const STANDARD =
  /^https?:\/\/(?:ref\.gs1\.org\/standards\/epcis\/|gs1\.github\.io\/EPCIS\/|id\.gs1\.org\/).*context.*$|^https?:\/\/ref\.gs1\.org\/standards\/epcis\/?/i
export const STANDARD_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
/** What GS1's context itself explains. */
const WELL_KNOWN: readonly (readonly [string, string])[] = [
  ['gs1', 'https://gs1.org/voc/'],
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
]

/** Of a context, what is not GS1's own: a list, in the order in which it stood. */
export function toOwnContext(context: Json | undefined): readonly Json[] {
  return toList(context).filter((item) => {
    if (typeof item === 'string') return !STANDARD.test(item)
    return isObject(item) && Object.keys(item).length > 0
  })
}

/** Later explanations of a name win, as in JSON-LD 1.1 §3.1. A context given by its address is not fetched. */
export function toNamespaces(context: Json | undefined): Namespaces {
  const namespaces = new Map(WELL_KNOWN)
  for (const item of toList(context)) {
    if (!isObject(item)) continue
    for (const [prefix, stands] of Object.entries(item)) {
      const id = isObject(stands) ? stands['@id'] : stands
      if (typeof id === 'string') namespaces.set(prefix, id)
    }
  }
  return namespaces
}

/** `ex:field` → [`http://ns.example.com/epcis/`, `field`]; undefined: its beginning is not explained. */
export function splitName(
  name: string,
  namespaces: Namespaces,
): readonly [string, string] | undefined {
  const at = name.indexOf(':')
  const namespace = at < 1 ? undefined : namespaces.get(name.slice(0, at))
  return namespace === undefined ? undefined : [namespace, name.slice(at + 1)]
}

/** The whole of a name that a context shortens; any other name as it is. */
export function expandName(name: string, namespaces: Namespaces): string {
  return splitName(name, namespaces)?.join('') ?? name
}
