import { findQuantity, type Quantity } from './quantity.ts'

/**
 * One measured quantity of one device. `name` is the quantity's id, optionally followed by where or which:
 * `temperature`, `temperature/top`, `soil-moisture/30cm`. Immutable; shared by reference through the pipeline.
 */
export interface Channel {
  /** Given by the registry, never reused. */
  readonly id: number
  readonly device: string
  readonly name: string
  /** Id in `domain/quantity.ts`. */
  readonly quantity: string
}

export const CHANNEL_NAME_RULE =
  'a quantity and at most three parts behind it, with "/" between; a part is lower-case letters a-z, digits, ".", "_", "-", the first of them a letter or digit; at most 64 characters'

/** Lower-case segments separated by `/`: at most 4, at most 64 characters in all. */
const NAME_PATTERN = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*){0,3}$/
const NAME_LENGTH_MAX = 64

/** The quantity that a channel's name begins with; `undefined` when the name is malformed or names no known quantity. */
export function quantityOfChannel(name: string): Quantity | undefined {
  if (name.length > NAME_LENGTH_MAX || !NAME_PATTERN.test(name)) return undefined
  return findQuantity(beginningOfName(name))
}

/** What stands before the first `/`: the quantity, when the name is right. */
export function beginningOfName(name: string): string {
  const slash = name.indexOf('/')
  return slash === -1 ? name : name.slice(0, slash)
}
