import type { z } from 'zod'

import type { PlaceKind } from '#domain/place.ts'
import type { Text } from '#domain/text.ts'
import type { BaseUnit } from '#domain/trace/amount.ts'
import type { ItemRole } from '#domain/trace/operation.ts'

import type { Check } from './check.ts'

/** One kind of what people do to batches: what it takes, what must be said of it, and which EPCIS event it is. */
export interface OperationKind {
  readonly name: Text
  readonly trade: 'fish-sauce' | 'orchard' | 'store' | 'chain'
  /** Roles that are not named here do not occur. */
  readonly items: Readonly<Partial<Record<ItemRole, ItemRule>>>
  readonly place?: PlaceRule
  readonly from?: Need
  readonly to?: Need
  /** Strict: what it does not name is refused. */
  readonly details: z.ZodObject
  readonly checks: readonly Check[]
  /** What becomes of where the items are. */
  readonly stay?: 'begins' | 'ends'
  readonly event: EventForm
}

type Need = 'needed' | 'possible'

export interface ItemRule {
  readonly min: number
  readonly max: number
  readonly of: 'batch' | 'unit' | 'either'
  /** Of units there are no amounts. */
  readonly amount: Need | 'none'
  readonly bases?: readonly BaseUnit[]
}

export interface PlaceRule {
  readonly need: Need
  /** Any kind when not given. */
  readonly kinds?: readonly PlaceKind[]
}

/** CBV 2.0 §7.1 (business steps) and §7.2 (dispositions), by their short names. */
export interface EventForm {
  readonly type: 'ObjectEvent' | 'TransformationEvent' | 'AggregationEvent'
  readonly action: 'ADD' | 'OBSERVE' | 'DELETE'
  readonly bizStep: string
  readonly disposition: string
  /**
   * The role of the batch that lasts over many events, which is their `transformationID`: what is salted into a vat over days
   * goes into it, and what is drawn over months comes out of it.
   */
  readonly lasting?: 'input' | 'output'
}

const ITEMS_MAX = 200

/** Batches in amounts that must be said. */
export function measured(bases: readonly BaseUnit[], min = 1, max = ITEMS_MAX): ItemRule {
  return { min, max, of: 'batch', amount: 'needed', bases }
}

/** Batches whose amount nobody may know. */
export function estimated(bases: readonly BaseUnit[], min = 1, max = ITEMS_MAX): ItemRule {
  return { min, max, of: 'batch', amount: 'possible', bases }
}

/** Batches as they are. */
export function whole(min = 1, max = ITEMS_MAX): ItemRule {
  return { min, max, of: 'batch', amount: 'none' }
}

/** Batches in amounts, and cases or pallets as they are. */
export const GOODS: ItemRule = { min: 1, max: ITEMS_MAX, of: 'either', amount: 'needed' }
export const UNIT: ItemRule = { min: 1, max: 1, of: 'unit', amount: 'none' }
export const ANY_BASE = ['kg', 'L', '1'] as const

/** Something is done to goods, or seen of them. */
export function observed(bizStep: string, disposition = 'in_progress'): EventForm {
  return { type: 'ObjectEvent', action: 'OBSERVE', bizStep, disposition }
}

/** Goods come into being. */
export function begun(bizStep: string): EventForm {
  return { type: 'ObjectEvent', action: 'ADD', bizStep, disposition: 'active' }
}

/** Some goods become others. */
export function transformed(bizStep: string, disposition = 'active'): EventForm {
  return { type: 'TransformationEvent', action: 'ADD', bizStep, disposition }
}
