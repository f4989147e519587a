import type { Text } from '../text.ts'

export const PARTY_ROLES = [
  'producer',
  'supplier',
  'customer',
  'carrier',
  'laboratory',
  'authority',
] as const
export type PartyRole = (typeof PARTY_ROLES)[number]

/** Who takes part in the chain. */
export interface Party {
  readonly id: string
  readonly name: Text
  readonly roles: readonly PartyRole[]
  /** GLN, 13 digits. */
  readonly gln: string | null
  readonly address: string | null
  readonly phone: string | null
  readonly email: string | null
}
