import { Refusal } from './refusal.ts'

const PUBLISH = 3
const TYPE_SHIFT = 4
const CONTINUED = 0x80

/**
 * Follows the packet borders of one connection's bytes, in front of the parser: counts the PUBLISH packets and refuses a packet
 * that declares too large a length, before its body is buffered (the parser itself would gather up to 256 MB).
 */
export class PacketScanner {
  readonly #packetBytesMax: number
  /** Bytes of the current packet's body still to come. */
  #bodyLeft = 0
  #inLength = false
  #length = 0
  #scale = 1

  constructor(packetBytesMax: number) {
    this.#packetBytesMax = packetBytesMax
  }

  /** How many PUBLISH packets begin in `chunk`; throws a Refusal when one is too large. */
  scan(chunk: Uint8Array): number {
    let publishCount = 0
    let position = 0
    while (position < chunk.length) {
      if (this.#bodyLeft > 0) {
        const step = Math.min(this.#bodyLeft, chunk.length - position)
        this.#bodyLeft -= step
        position += step
        continue
      }
      const byte = chunk[position++] ?? 0
      if (this.#inLength) this.#readLength(byte)
      else publishCount += this.#begin(byte)
    }
    return publishCount
  }

  #begin(byte: number): number {
    this.#inLength = true
    this.#length = 0
    this.#scale = 1
    return byte >> TYPE_SHIFT === PUBLISH ? 1 : 0
  }

  // MQTT 3.1.1 §2.2.3: seven bits a byte, the least significant first.
  #readLength(byte: number): void {
    this.#length += (byte % CONTINUED) * this.#scale
    this.#scale *= CONTINUED
    if (this.#length > this.#packetBytesMax) {
      throw new Refusal(
        'packet-too-large',
        `a packet declares ${this.#length} bytes or more; at most ${this.#packetBytesMax} are accepted`,
      )
    }
    if (byte >= CONTINUED) return
    this.#inLength = false
    this.#bodyLeft = this.#length
  }
}
