import type { Person } from '#domain/notification/person.ts'
import { foldName } from '#domain/who.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

/** Finds the person behind what a request said; undefined: nobody, or more than one. */
export type FindPerson = (by: string) => Person | undefined

/** By id, or by a name that only one person has: what people typed stands beside what links and pages say. */
export async function readWho({ people }: Pick<Registry, 'people'>): Promise<FindPerson> {
  const all = await Array.fromAsync(listAll<string, Person>((page) => people.list(page)))
  const byId = new Map(all.map((person) => [person.id, person]))
  const byName = Map.groupBy(all, ({ name }) => foldName(name))
  return (by) => {
    const folded = foldName(by)
    const namesakes = byName.get(folded) ?? []
    return byId.get(folded) ?? (namesakes.length === 1 ? namesakes[0] : undefined)
  }
}
