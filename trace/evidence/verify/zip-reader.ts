import { StringDecoder } from 'node:string_decoder'

import { openPromise, type Entry, type ZipFile } from 'yauzl'

import { NguonError } from '#domain/error.ts'

/** A bundle has some twenty files; what has many more is none. */
const FILES_MAX = 1_000
/** Of a file that is read whole. */
const WHOLE_BYTES_MAX = 1024 * 1024 * 1024

/** A zip file, read file by file and as often as wanted. */
export class ZipReader implements Disposable {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  /** In the order of the directory, also names that come twice. */
  readonly names: readonly string[]

  private constructor(zip: ZipFile, entries: readonly Entry[]) {
    this.#zip = zip
    this.names = entries.map(({ fileName }) => fileName)
    this.#entries = new Map(entries.map((entry) => [entry.fileName, entry]))
  }

  /** Throws when it is not a zip file. */
  static async open(file: string): Promise<ZipReader> {
    const zip = await openPromise(file, { autoClose: false, strictFileNames: true })
    try {
      const entries: Entry[] = []
      for await (const entry of zip.eachEntry()) {
        entries.push(entry)
        if (entries.length > FILES_MAX) throw new Error(`it holds more than ${FILES_MAX} files`)
      }
      return new ZipReader(zip, entries)
    } catch (error) {
      zip.close()
      throw error
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** The bytes of a file; throws when they cannot be read to the end. */
  async *chunks(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name)
    if (entry === undefined) return
    for await (const chunk of await this.#zip.openReadStreamPromise(entry)) yield chunk
  }

  async bytes(name: string): Promise<Buffer> {
    const parts: Buffer[] = []
    let size = 0
    for await (const chunk of this.chunks(name)) {
      size += chunk.length
      if (size > WHOLE_BYTES_MAX) throw new NguonError('BUNDLE_LARGE', `${name} is too large`)
      parts.push(chunk)
    }
    return Buffer.concat(parts)
  }

  /** Its lines without their ends; what follows the last end is a line when it is not empty. */
  async *lines(name: string): AsyncGenerator<string> {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    for await (const chunk of this.chunks(name)) {
      const parts = (rest + decoder.write(chunk)).split('\n')
      rest = parts.pop() ?? ''
      yield* parts
    }
    rest += decoder.end()
    if (rest !== '') yield rest
  }

  [Symbol.dispose](): void {
    this.#zip.close()
  }
}
