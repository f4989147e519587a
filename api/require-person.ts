import type { Person } from '#domain/notification/person.ts'
import type { Text } from '#domain/text.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { RequestProblem } from './problem.ts'

/** As many ids are named to who has mistaken one. */
const NAMED_MAX = 50

/** Who is to do something must be there to be told; null: nobody is named. */
export async function requirePerson(
  { people }: Pick<Registry, 'people'>,
  person: string | null,
): Promise<void> {
  if (person === null || (await people.get(person)) !== undefined) return
  const known = await Array.fromAsync(
    listAll<string, Person>((page) => people.list(page)),
    ({ id }) => id,
  )
  const said = describe(known)
  const received = JSON.stringify(person)
  const detail = {
    vi: `Trường 'assignee' là ${received}; ${said.vi}.`,
    en: `Field 'assignee' is ${received}; ${said.en}.`,
  }
  throw new RequestProblem('unprocessable-content', 'PERSON_UNKNOWN', detail)
}

function describe(known: readonly string[]): Text {
  if (known.length === 0) {
    return {
      vi: 'phải là mã của một người, mà chưa có ai (PUT /api/v1/people/{id})',
      en: 'accepted is the id of a person, and nobody is there yet (PUT /api/v1/people/{id})',
    }
  }
  const left = known.length - NAMED_MAX
  const ids = known.slice(0, NAMED_MAX).join(', ')
  const more = left > 0 ? ` (+${left}, /api/v1/people)` : ''
  return {
    vi: `phải là mã của một người: ${ids}${more}`,
    en: `accepted is the id of a person: ${ids}${more}`,
  }
}
