import { toCanonicalEpc } from '#domain/gs1/epc.ts'
import { toAmount, type Amount } from '#domain/trace/amount.ts'
import type { Link } from '#store/trace/contract.ts'

import type { EpcisEvent, QuantityElement } from './event.ts'

/** One that has its id. */
type KeptEvent = EpcisEvent & { readonly eventID: string }

/**
 * What an event says about what came from what. A transformation is a node of its own, its inputs lead to it and it leads to
 * its outputs; all events of one `transformationID` are one node, since every input of any of them may be in every output
 * of all (EPCIS 2.0 §7.4.6). What comes into being (ObjectEvent, ADD) comes out of its event. Contents lead to their container; that they come out again (DELETE) leads nowhere, they
 * are what they were. An event that was declared an error says nothing.
 */
export function linksOfEvent(event: KeptEvent): Link[] {
  if (event.errorDeclaration !== undefined) return []
  const [id, at] = [event.eventID, Date.parse(event.eventTime)]
  const linksInto = (to: string, kind: Link['kind'], items: readonly Linked[]) =>
    items.map(({ item, amount }): Link => ({ from: item, to, kind, amount, at, event: id }))
  if (event.type === 'TransformationEvent') {
    const node = toCanonicalEpc(event.transformationID ?? event.eventID)
    const made = listItems(event.outputEPCList, event.outputQuantityList)
    return [
      ...linksInto(node, 'input', listItems(event.inputEPCList, event.inputQuantityList)),
      ...linksInto(node, 'output', made).map(reverse),
    ].filter(({ from, to }) => from !== to)
  }
  if (event.action !== 'ADD') return []
  if (event.type === 'ObjectEvent') {
    const begun = listItems(event.epcList, event.quantityList)
    return linksInto(toCanonicalEpc(event.eventID), 'output', begun).map(reverse)
  }
  if (event.type !== 'AggregationEvent') return []
  if (event.parentID === undefined) return []
  const children = listItems(event.childEPCs, event.childQuantityList)
  return linksInto(toCanonicalEpc(event.parentID), 'containment', children)
}

interface Linked {
  readonly item: string
  readonly amount: Amount | null
}

function reverse({ from, to, kind, amount, at, event }: Link): Link {
  return { from: to, to: from, kind, amount, at, event }
}

function listItems(
  epcs: readonly string[] = [],
  quantities: readonly QuantityElement[] = [],
): Linked[] {
  const one = toAmount(1, undefined) ?? null
  return [
    ...epcs.map((epc) => ({ item: toCanonicalEpc(epc), amount: one })),
    ...quantities.map(({ epcClass, quantity, uom }) => {
      const amount = quantity === undefined ? undefined : toAmount(quantity, uom)
      return { item: toCanonicalEpc(epcClass), amount: amount ?? null }
    }),
  ]
}
