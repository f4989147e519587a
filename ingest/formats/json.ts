import { NguonError, toMessage } from '#domain/error.ts'

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Bytes as JSON. Forgives what small devices do: a byte order mark in front (WHATWG decoding drops it), NULs behind
 * (a C buffer sent whole). Throws a NguonError that says what is wrong. Of equal keys the last one wins (RFC 8259 §4
 * leaves it open); nesting costs no stack, for V8 parses without recursion.
 */
export function parseJson(payload: Uint8Array): unknown {
  const text = decodeText(payload)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NguonError('NOT_JSON', toMessage(error), { cause: error })
  }
}

function decodeText(payload: Uint8Array): string {
  const length = lengthWithoutNuls(payload)
  if (length === 0) throw new NguonError('NOT_JSON', 'the payload is empty')
  try {
    return UTF8.decode(length === payload.length ? payload : payload.subarray(0, length))
  } catch (error) {
    throw new NguonError('NOT_JSON', 'the payload is not valid UTF-8', { cause: error })
  }
}

function lengthWithoutNuls(payload: Uint8Array): number {
  let length = payload.length
  while (length > 0 && payload[length - 1] === 0) length--
  return length
}
