/** A growing buffer of variable-length integers: 7 bits a byte, low bits first, as in Protocol Buffers. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  /** `n` is an integer from 0 to 2^53. */
  writeVarint(n: number): void {
    this.#reserve(8)
    let rest = n
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array((this.#length + count) * 2)
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array
  #position = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length
  }

  readVarint(): number {
    let byte = this.#next()
    if (byte < 128) return byte
    let value = byte & 127
    let scale = 128
    while ((byte = this.#next()) >= 128) {
      value += (byte & 127) * scale
      scale *= 128
    }
    return value + byte * scale
  }

  /** A copy, so that typed arrays may be laid over its buffer. */
  readBytes(count: number): Uint8Array<ArrayBuffer> {
    if (this.#position + count > this.#bytes.length) throw new Error('the chunk ends too early')
    this.#position += count
    return new Uint8Array(this.#bytes.subarray(this.#position - count, this.#position))
  }

  #next(): number {
    const byte = this.#bytes[this.#position++]
    if (byte === undefined) throw new Error('the chunk ends too early')
    return byte
  }
}
