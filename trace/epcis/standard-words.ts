import { isList, isObject, type Json, type JsonObject } from './json.ts'
import { toWord, type VocabularyName } from './vocabulary.ts'

type Change = (value: Json) => Json

const CHANGES: Readonly<Record<string, Change>> = {
  bizStep: wordsOf('bizStep'),
  disposition: wordsOf('disposition'),
  persistentDisposition: inside({ set: wordsOf('disposition'), unset: wordsOf('disposition') }),
  bizTransactionList: inside({ type: wordsOf('bizTransactionType') }),
  sourceList: inside({ type: wordsOf('sourceType') }),
  destinationList: inside({ type: wordsOf('sourceType') }),
  errorDeclaration: inside({ reason: wordsOf('errorReason') }),
  sensorElementList: inside({
    sensorReport: inside({
      type: wordsOf('measurementType'),
      exception: wordsOf('alertType'),
      component: wordsOf('component'),
    }),
  }),
}

/**
 * The event with every standard value as its bare word, which is how EPCIS 2.0 writes it in JSON (§10.3): URNs of
 * EPCIS 1, Web URIs and CURIEs are taken too. The rest stays as it is, right or wrong.
 */
export function useStandardWords(event: Json): Json {
  return inside(CHANGES)(event)
}

function wordsOf(name: VocabularyName): Change {
  const change: Change = (value) => {
    if (isList(value)) return value.map(change)
    return typeof value === 'string' ? toWord(name, value) : value
  }
  return change
}

function inside(changes: Readonly<Record<string, Change>>): Change {
  const change: Change = (value) => {
    if (isList(value)) return value.map(change)
    return isObject(value) ? changeFields(value, changes) : value
  }
  return change
}

function changeFields(object: JsonObject, changes: Readonly<Record<string, Change>>): JsonObject {
  const changed: Record<string, Json> = {}
  for (const [name, change] of Object.entries(changes)) {
    const value = object[name]
    if (value !== undefined) changed[name] = change(value)
  }
  return { ...object, ...changed }
}
