import type { z } from 'zod'

import { shapeOf } from './event-shape.ts'
import { isObject, type Json } from './json.ts'
import { EVENT_TYPES } from './words.ts'

/** What is wrong with a document or an event. */
export interface Flaw {
  /** JSON pointer (RFC 6901) from what was checked. */
  readonly pointer: string
  /** What was received, and what to do. */
  readonly detail: string
}

/** Of one event; the others would most often say the same. */
const FLAWS_MAX = 20
const RECEIVED_CHARACTERS_MAX = 100

/** What is wrong with an event by GS1's schema; nothing: it is an `EpcisEvent`. */
export function findEventFlaws(event: unknown): Flaw[] {
  const type = isObject(event) ? event['type'] : undefined
  if (typeof type !== 'string') {
    const types = [...EVENT_TYPES].join(', ')
    return [createFlaw(event, ['type'], `one of ${types}, or a URI of your own`)]
  }
  return findFlaws(shapeOf(type), event)
}

export function findFlaws(shape: z.ZodType, value: unknown): Flaw[] {
  const { error } = shape.safeParse(value)
  return (error?.issues ?? []).slice(0, FLAWS_MAX).map((issue) => {
    const path =
      issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    return createFlaw(value, path, issue.message)
  })
}

function createFlaw(value: unknown, path: readonly PropertyKey[], accepted: string): Flaw {
  const pointer = toPointer(path)
  const received = describe(findReceived(value, path))
  const subject = pointer === '' ? 'The whole' : pointer
  return { pointer, detail: `${subject} is ${received}; accepted is ${accepted}.` }
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function findReceived(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = Reflect.get(found, part)
  }
  return found
}

function describe(received: unknown): string {
  if (received === undefined) return 'missing'
  if (Array.isArray(received)) return `a list of ${received.length}`
  if (isObject(received)) return `an object with ${nameSome(received)}`
  const text = JSON.stringify(received)
  return text.length <= RECEIVED_CHARACTERS_MAX
    ? text
    : `${text.slice(0, RECEIVED_CHARACTERS_MAX)}…`
}

function nameSome(object: { readonly [name: string]: Json | undefined }): string {
  const names = Object.keys(object)
  if (names.length === 0) return 'nothing in it'
  const text = names.slice(0, 8).join(', ').slice(0, RECEIVED_CHARACTERS_MAX)
  return names.length > 8 ? `${text}, …` : text
}
