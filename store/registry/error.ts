import { NguonError } from '#domain/error.ts'

type Kind =
  | 'site'
  | 'place'
  | 'device'
  | 'channel'
  | 'installation'
  | 'rejection'
  | 'alarm'
  | 'limit'
  | 'person'
  | 'route'
  | 'roster'
  | 'message'
  | 'party'
  | 'product'
  | 'batch'
  | 'batch of this GTIN and lot'
  | 'logistic unit'
  | 'operation'
  | 'calibration'
  | 'mode in force at site'

/** `more`: where it was looked for, and what is there. */
export function notFound(kind: Kind, id: string | number, more?: string): NguonError {
  const detail = `there is no ${kind} "${id}"`
  return new NguonError('REGISTRY_NOT_FOUND', more === undefined ? detail : `${detail} ${more}`)
}

export function alreadyExists(kind: Kind, id: string, advice = 'choose another id'): NguonError {
  return new NguonError('REGISTRY_EXISTS', `there is already a ${kind} "${id}"; ${advice}`)
}

export function conflict(message: string): NguonError {
  return new NguonError('REGISTRY_CONFLICT', message)
}
