import type { Person } from '#domain/notification/person.ts'
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
  const detail = `Field 'assignee' is ${JSON.stringify(person)}; ${describe(known)}.`
  throw new RequestProblem('unprocessable-content', 'PERSON_UNKNOWN', detail)
}

function describe(known: readonly string[]): string {
  if (known.length === 0) {
    return 'accepted is the id of a person, and nobody is there yet (PUT /api/v1/people/{id})'
  }
  const left = known.length - NAMED_MAX
  const more = left > 0 ? ` and ${left} more (/api/v1/people)` : ''
  return `accepted is the id of a person: ${known.slice(0, NAMED_MAX).join(', ')}${more}`
}
