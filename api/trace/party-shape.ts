import { z } from 'zod'

import { parseGln } from '#domain/gs1/identifiers.ts'
import { PARTY_ROLES } from '#domain/trace/party.ts'

import { bilingualText, id } from '../parameters.ts'
import { text } from '../shapes.ts'
import { gs1Key, optionalText } from './fields.ts'

export const partyName = id.meta({ description: 'Id of a party.', examples: ['phu-khuong'] })
const ROLES_RULE = `a list of roles, of ${PARTY_ROLES.join(', ')}`

const rest = {
  roles: z
    .array(z.enum(PARTY_ROLES, `one of ${PARTY_ROLES.join(', ')}`), ROLES_RULE)
    .max(PARTY_ROLES.length, ROLES_RULE)
    .meta({ examples: [['producer']] }),
  gln: gs1Key(parseGln, { description: 'GLN, 13 digits.', example: '8936012340013' }),
  address: optionalText(500, 'thôn Xuân Phú, xã Kỳ Xuân, Hà Tĩnh'),
  phone: optionalText(50, '+84 239 123 456'),
  email: optionalText(200, 'lienhe@example.com'),
}

export const partyFields = { name: bilingualText, ...rest }
export const partyView = z
  .object({
    id: partyName,
    name: text,
    roles: z.array(z.enum(PARTY_ROLES)),
    gln: z.string().nullable(),
    address: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
  })
  .meta({ description: 'Who takes part in the chain.' })
