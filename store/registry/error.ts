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
  | 'mode in force at site'

export function notFound(kind: Kind, id: string | number): NguonError {
  return new NguonError('REGISTRY_NOT_FOUND', `there is no ${kind} "${id}"`)
}

export function alreadyExists(kind: Kind, id: string): NguonError {
  return new NguonError('REGISTRY_EXISTS', `there is already a ${kind} "${id}"; choose another id`)
}

export function conflict(message: string): NguonError {
  return new NguonError('REGISTRY_CONFLICT', message)
}
