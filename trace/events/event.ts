/** An EPCIS 2.0 event as JSON, as far as we make and read it ourselves. Whatever else it says stays in it. */
export interface EpcisEvent {
  readonly type: string
  readonly eventID?: string
  readonly eventTime: string
  readonly eventTimeZoneOffset: string
  readonly recordTime?: string
  readonly action?: string
  readonly bizStep?: string
  readonly disposition?: string
  readonly readPoint?: { readonly id: string }
  readonly bizLocation?: { readonly id: string }
  readonly parentID?: string
  readonly transformationID?: string
  readonly epcList?: readonly string[]
  readonly quantityList?: readonly QuantityElement[]
  readonly childEPCs?: readonly string[]
  readonly childQuantityList?: readonly QuantityElement[]
  readonly inputEPCList?: readonly string[]
  readonly inputQuantityList?: readonly QuantityElement[]
  readonly outputEPCList?: readonly string[]
  readonly outputQuantityList?: readonly QuantityElement[]
  readonly bizTransactionList?: readonly {
    readonly type?: string
    readonly bizTransaction: string
  }[]
  readonly sourceList?: readonly { readonly type: string; readonly source: string }[]
  readonly destinationList?: readonly { readonly type: string; readonly destination: string }[]
  readonly ilmd?: Readonly<Record<string, unknown>>
  readonly errorDeclaration?: ErrorDeclaration
  readonly [extension: string]: unknown
}

/** EPCIS 2.0 §7.3.3.3: nothing else may be in it. */
export interface QuantityElement {
  readonly epcClass: string
  readonly quantity?: number
  readonly uom?: string
}

/** EPCIS 2.0 §7.4.1.2 */
export interface ErrorDeclaration {
  readonly declarationTime: string
  readonly reason: 'did_not_occur' | 'incorrect_data'
  readonly correctiveEventIDs?: readonly string[]
}

/** One that has its id. */
export type KeptEvent = EpcisEvent & { readonly eventID: string }
