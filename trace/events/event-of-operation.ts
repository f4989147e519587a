import { AMOUNT_UNITS, type Amount } from '#domain/trace/amount.ts'
import { isSsccName, type Batch, type ItemName } from '#domain/trace/batch.ts'
import type {
  ItemRole,
  Operation,
  OperationItem,
  UnsentOperation,
} from '#domain/trace/operation.ts'
import { formatInstant } from '#domain/zone.ts'

import type { EpcisEvent, QuantityElement } from '../epcis/event.ts'
import { isObject, type Json } from '../epcis/json.ts'
import { toUnitUri } from '../item-uri.ts'
import type { OperationKind } from '../kind.ts'
import { listDocuments } from './documents.ts'
import { toPartyUri, toPlaceUri, type Naming } from './names.ts'

/** What an event is derived from. */
export interface Recorded {
  readonly operation: UnsentOperation
  readonly kind: OperationKind
  readonly batches: ReadonlyMap<ItemName, Batch>
  readonly naming: Naming
  /** The batch that the transformation is, where the kind has one that lasts. */
  readonly lasting: ItemName | undefined
}

/** The EPCIS event that an operation is, without its id. CBV 2.0 short names; our own words in the namespace `nguon`. */
export function eventOfOperation(recorded: Recorded): EpcisEvent {
  const { operation, kind, naming } = recorded
  const { type, action, bizStep, disposition } = kind.event
  const { details } = operation
  const hasDetails = isObject(details) && Object.keys(details).length > 0
  const time = formatInstant(naming.timezone, operation.at)
  const place = operation.place === null ? undefined : toPlaceUri(naming, operation.place)
  return {
    type,
    eventTime: time,
    eventTimeZoneOffset: /[+-]\d\d:\d\d$/.exec(time)?.[0] ?? '+00:00',
    ...(type !== 'TransformationEvent' && { action }),
    bizStep,
    disposition: findDisposition(operation, disposition),
    ...(place !== undefined && { readPoint: { id: place } }),
    ...(place !== undefined && kind.stay === 'begins' && { bizLocation: { id: place } }),
    ...listWhat(recorded),
    ...listParties(operation, naming),
    ...listDocuments(operation, naming),
    ...describeMade(recorded),
    'nguon:operation': operation.id,
    'nguon:kind': operation.kind,
    ...(operation.person !== null && { 'nguon:person': operation.person }),
    ...(operation.note !== null && { 'nguon:note': operation.note }),
    ...(hasDetails && { 'nguon:details': details }),
    ...(operation.attachments.length > 0 && { 'nguon:attachments': operation.attachments }),
  }
}

/** A laboratory that found a batch wanting says so. */
function findDisposition({ details }: Pick<Operation, 'details'>, usual: string): string {
  return details['isConformant'] === false ? 'non_conformant' : usual
}

function listWhat(recorded: Recorded): Partial<EpcisEvent> {
  const { kind } = recorded
  if (kind.event.type === 'TransformationEvent') return listTransformed(recorded)
  if (kind.event.type === 'AggregationEvent') {
    const [parent] = listUnits(recorded, ['parent'])
    const roles: ItemRole[] = ['packed', 'unpacked']
    return {
      ...(parent !== undefined && { parentID: parent }),
      ...named('childEPCs', listUnits(recorded, roles)),
      ...named('childQuantityList', listQuantities(recorded, roles)),
    }
  }
  const roles: ItemRole[] = ['output', 'subject', 'input', 'dispatched', 'returned']
  const { operation, naming } = recorded
  // What is done to a plot is done to what will be harvested there, and an event is about something (EPCIS 2.0 §7.4.2).
  const plot = operation.items.length === 0 && operation.place !== null ? [operation.place] : []
  const plots = plot.map((place) => toPlaceUri(naming, place))
  return {
    ...named('epcList', [...listUnits(recorded, roles), ...plots]),
    ...named('quantityList', listQuantities(recorded, roles)),
  }
}

/** The batch that lasts is the transformation itself. */
function listTransformed(recorded: Recorded): Partial<EpcisEvent> {
  const { lasting, batches } = recorded
  const transformation = lasting === undefined ? undefined : batches.get(lasting)?.uri
  const without = (role: ItemRole) =>
    listQuantities(recorded, [role]).filter(({ epcClass }) => epcClass !== transformation)
  return {
    ...(transformation !== undefined && { transformationID: transformation }),
    ...named('inputQuantityList', without('input')),
    ...named('outputQuantityList', without('output')),
  }
}

function named(name: string, list: readonly Json[]): Partial<EpcisEvent> {
  return list.length === 0 ? {} : { [name]: list }
}

function listUnits({ operation }: Recorded, roles: readonly ItemRole[]): string[] {
  const units = operation.items.filter(({ item, role }) => roles.includes(role) && isSsccName(item))
  return units.map(({ item }) => toUnitUri(item))
}

function listQuantities({ operation, batches }: Recorded, roles: readonly ItemRole[]) {
  return operation.items.flatMap(({ item, role, amount }: OperationItem): QuantityElement[] => {
    const batch = batches.get(item)
    if (batch === undefined || !roles.includes(role)) return []
    return [{ epcClass: batch.uri, ...toQuantity(amount) }]
  })
}

function toQuantity(amount: Amount | null): Omit<QuantityElement, 'epcClass'> {
  if (amount === null) return {}
  const { uom } = AMOUNT_UNITS[amount.unit]
  return { quantity: amount.value, ...(uom !== null && { uom }) }
}

/** EPCIS 2.0 §7.4.2 and §7.4.6: master data of what is made; only where something is. CBV 2.0 §9. */
function describeMade({ operation, kind, batches, naming }: Recorded): Partial<EpcisEvent> {
  if (kind.event.type === 'AggregationEvent' || kind.event.lasting === 'output') return {}
  if (kind.event.type === 'ObjectEvent' && kind.event.action !== 'ADD') return {}
  const made = operation.items.filter(({ role }) => role === 'output')
  const [only, ...others] = made.flatMap(({ item }) => batches.get(item) ?? [])
  if (only === undefined || others.length > 0) return {}
  return {
    ilmd: {
      'cbvmda:lotNumber': only.lot ?? only.id,
      ...(only.expiresAt !== null && {
        'cbvmda:itemExpirationDate': formatInstant(naming.timezone, only.expiresAt).slice(0, 10),
      }),
    },
  }
}

/** CBV 2.0 §7.4.2: who has it before and after. */
function listParties({ from, to }: Pick<Operation, 'from' | 'to'>, naming: Naming) {
  const type = 'owning_party'
  return {
    ...(from !== null && { sourceList: [{ type, source: toPartyUri(naming, from) }] }),
    ...(to !== null && { destinationList: [{ type, destination: toPartyUri(naming, to) }] }),
  }
}
