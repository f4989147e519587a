import {
  ALERT_TYPES,
  BIZ_STEPS,
  BIZ_TRANSACTION_TYPES,
  COMPONENTS,
  DISPOSITIONS,
  ERROR_REASONS,
  MEASUREMENT_TYPES,
  SOURCE_TYPES,
} from './words.ts'

export interface Vocabulary {
  readonly words: ReadonlySet<string>
  /** What a word's URI begins with today; the others are older or other ways to say it. */
  readonly uris: readonly [string, ...string[]]
}

/** CBV 2.0 §7.1: each standard value has a bare word, a Web URI, a CURIE and, where it is old enough, a URN. */
function ofCbv(words: ReadonlySet<string>, name: string, urn: string): Vocabulary {
  const web = `ref.gs1.org/cbv/${name}-`
  const uris = [`https://${web}`, `http://${web}`, `cbv:${name}-`, `urn:epcglobal:cbv:${urn}:`]
  return { words, uris: [`https://${web}`, ...uris] }
}

function ofWebVocabulary(words: ReadonlySet<string>): Vocabulary {
  const hosts = ['https://gs1.org/voc/', 'http://gs1.org/voc/', 'https://www.gs1.org/voc/']
  return { words, uris: ['https://gs1.org/voc/', ...hosts, 'http://www.gs1.org/voc/', 'gs1:'] }
}

export const VOCABULARIES = {
  bizStep: ofCbv(BIZ_STEPS, 'BizStep', 'bizstep'),
  disposition: ofCbv(DISPOSITIONS, 'Disp', 'disp'),
  bizTransactionType: ofCbv(BIZ_TRANSACTION_TYPES, 'BTT', 'btt'),
  sourceType: ofCbv(SOURCE_TYPES, 'SDT', 'sdt'),
  errorReason: ofCbv(ERROR_REASONS, 'ER', 'er'),
  component: ofCbv(COMPONENTS, 'Comp', 'comp'),
  measurementType: ofWebVocabulary(MEASUREMENT_TYPES),
  alertType: ofWebVocabulary(ALERT_TYPES),
}
export type VocabularyName = keyof typeof VOCABULARIES

/** Any way to say a standard value becomes its bare word; what is no standard value stays as it is. */
export function toWord(name: VocabularyName, value: string): string {
  const { words, uris } = VOCABULARIES[name]
  for (const start of uris) {
    const word = value.slice(start.length)
    if (value.startsWith(start) && words.has(word)) return word
  }
  return value
}

/** The Web URI of a standard value said in any way; what is no standard value stays as it is. */
export function toWebUri(name: VocabularyName, value: string): string {
  const { words, uris } = VOCABULARIES[name]
  const word = toWord(name, value)
  return words.has(word) ? `${uris[0]}${word}` : value
}
