import type { Json, JsonObject } from './json.ts'

/**
 * An EPCIS 2.0 event in GS1's JSON (EPCIS 2.0 §10): what `findEventFlaws` finds nothing wrong with. Fields of others
 * have names with a colon, whose beginning the context explains.
 */
export interface EpcisEvent extends JsonObject {
  readonly type: string
  readonly eventTime: string
  readonly eventTimeZoneOffset: string
  readonly eventID?: string
  readonly recordTime?: string
  readonly action?: string
  readonly bizStep?: string
  readonly disposition?: string
  readonly parentID?: string
  readonly epcList?: readonly string[]
  readonly childEPCs?: readonly string[]
  readonly inputEPCList?: readonly string[]
  readonly outputEPCList?: readonly string[]
  readonly quantityList?: readonly QuantityElement[]
  readonly childQuantityList?: readonly QuantityElement[]
  readonly inputQuantityList?: readonly QuantityElement[]
  readonly outputQuantityList?: readonly QuantityElement[]
  readonly transformationID?: string
  readonly readPoint?: IdObject
  readonly bizLocation?: IdObject
  readonly errorDeclaration?: ErrorDeclaration
  /** Explains the beginnings of names; see `context.ts`. */
  readonly '@context'?: Json
}

export interface QuantityElement extends JsonObject {
  readonly epcClass: string
  readonly quantity?: number
  /** UN/CEFACT Recommendation 20; absent: pieces. */
  readonly uom?: string
}

interface IdObject extends JsonObject {
  readonly id: string
}

interface ErrorDeclaration extends JsonObject {
  readonly declarationTime: string
  readonly reason?: string
  readonly correctiveEventIDs?: readonly string[]
}
