import { peopleOf, type Roster } from '#domain/notification/roster.ts'
import type { NotificationRoute, Recipient } from '#domain/notification/route.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { FieldsProblem, RequestProblem } from './problem.ts'

type Settings = Pick<Registry, 'people' | 'rosters' | 'routes' | 'sites'>

/** What a setting names must be there, so that nobody is left out by a slip of the pen. */
export async function checkNames(
  kind: 'people' | 'rosters' | 'sites',
  named: readonly string[],
  { settings, field }: { readonly settings: Settings; readonly field: string },
): Promise<void> {
  const known = await Promise.all(named.map((name) => settings[kind].get(name)))
  const missing = named.filter((_name, index) => known[index] === undefined)
  if (missing.length === 0) return
  const detail = {
    vi: `Trường '${field}' nêu ${kind} chưa có: ${missing.join(', ')}. Hãy thêm trước (/api/v1/${kind}).`,
    en: `Field '${field}' names ${kind} that are not there: ${missing.join(', ')}. Add them first (/api/v1/${kind}).`,
  }
  throw new FieldsProblem('REQUEST_INVALID', [{ in: 'body', name: field, detail }])
}

/** What rosters and routes still count on stays; the problem names them. */
export async function checkUnused(settings: Settings, recipient: Recipient): Promise<void> {
  const users: string[] = []
  for await (const route of listAll<string, NotificationRoute>((page) =>
    settings.routes.list(page),
  )) {
    const isNamed = route.steps.some(({ to }) => to.some((one) => isSame(one, recipient)))
    if (isNamed) users.push(`route ${route.id}`)
  }
  if ('person' in recipient) {
    for await (const roster of listAll<string, Roster>((page) => settings.rosters.list(page))) {
      if (peopleOf(roster).includes(recipient.person)) users.push(`roster ${roster.id}`)
    }
  }
  if (users.length === 0) return
  const detail = {
    vi: `Vẫn còn được nêu trong ${users.join(', ')}. Hãy sửa những nơi đó trước.`,
    en: `It is still named by ${users.join(', ')}. Change those first.`,
  }
  throw new RequestProblem('conflict', 'IN_USE', detail)
}

function isSame(a: Recipient, b: Recipient): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
