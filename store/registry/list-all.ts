import type { PageQuery } from './contract.ts'

/** The registry is read in pages of this many. */
const REGISTRY_PAGE = 500

/** Everything that a list of the registry holds, page after page, behind `first` when that is given. */
export async function* listAll<Key, Item extends { readonly id: Key }>(
  list: (page: PageQuery<Key>) => Promise<Item[]>,
  first?: Key,
): AsyncGenerator<Item> {
  let after = first
  while (true) {
    const page = await list({ limit: REGISTRY_PAGE, ...(after !== undefined && { after }) })
    yield* page
    after = page.at(-1)?.id
    if (page.length < REGISTRY_PAGE) return
  }
}
