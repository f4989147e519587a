/** What a template of Zalo ZNS may ask for, of the worst alarm of a message; `count` is how many the message tells of. */
export const ZNS_FIELD_NAMES = [
  'subject',
  'site',
  'place',
  'name',
  'value',
  'limit',
  'since',
  'ended',
  'lasted',
  'response',
  'count',
  'link',
] as const
export type ZnsFieldName = (typeof ZNS_FIELD_NAMES)[number]

/** A parameter of a template, and how many characters it takes. */
export interface ZnsField {
  readonly name: ZnsFieldName
  readonly charactersMax: number
}

export function isZnsFieldName(text: string): text is ZnsFieldName {
  return ZNS_FIELD_NAMES.some((name) => name === text)
}
