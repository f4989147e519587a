import { STANDARD_CONTEXT } from '#trace/epcis/context.ts'

/** Explains the names of our own fields, and those of master data (CBV 2.0 §9). */
export const OWN_CONTEXT = [
  STANDARD_CONTEXT,
  { nguon: 'urn:nguon:epcis:', cbvmda: 'urn:epcglobal:cbv:mda:' },
]
