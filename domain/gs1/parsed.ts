import type { Text } from '../text.ts'

/** What a text says, or what is wrong with it: what was received and what to do, for the person who typed or scanned it. */
export type Parsed<Value> = { readonly value: Value } | { readonly flaw: Text }

export function isFlawed<Value>(parsed: Parsed<Value>): parsed is { readonly flaw: Text } {
  return 'flaw' in parsed
}

const RECEIVED_CHARACTERS_MAX = 60

/** What was received, in quotation marks; of what is longer the beginning. */
export function quote(received: string): string {
  const isLong = received.length > RECEIVED_CHARACTERS_MAX
  return `“${received.slice(0, RECEIVED_CHARACTERS_MAX)}${isLong ? '…' : ''}”`
}
