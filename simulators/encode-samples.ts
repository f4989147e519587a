import type { Sample } from './sample.ts'

/** Room is left below the gateway's default of 64 KiB and the ingest's 10,000 values a message. */
const PAYLOAD_CHARACTERS_MAX = 60_000
const VALUES_MAX = 5_000

export interface Payload {
  /** Native JSON: one object, or an array of objects as a device sends that stored while it was offline. */
  readonly json: string
  readonly valueCount: number
}

/** As few payloads as the limits allow, in the order of the samples. */
export function encodeSamples(samples: Iterable<Sample>): Payload[] {
  const payloads: Payload[] = []
  let parts: string[] = []
  let [characters, valueCount] = [0, 0]
  const flush = () => {
    if (parts.length > 0) payloads.push({ json: join(parts), valueCount })
    ;[parts, characters, valueCount] = [[], 0, 0]
  }
  for (const { time, values } of samples) {
    const part = JSON.stringify({ time, channels: values })
    const count = Object.keys(values).length
    const isFull =
      characters + part.length > PAYLOAD_CHARACTERS_MAX || valueCount + count > VALUES_MAX
    if (isFull) flush()
    parts.push(part)
    characters += part.length + 1
    valueCount += count
  }
  flush()
  return payloads
}

function join(parts: readonly string[]): string {
  const [only = ''] = parts
  return parts.length === 1 ? only : `[${parts.join(',')}]`
}
