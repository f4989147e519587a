import type { Channel } from '#domain/channel.ts'

import type { CoverageQuery, RangeQuery, ReadingsReader, Span, WindowQuery } from '../contract.ts'
import { InfluxConnection } from './connection.ts'
import { readCoverage } from './coverage.ts'
import { readLatest } from './latest.ts'
import type { InfluxOptions } from './options.ts'
import { readQualities } from './qualities.ts'
import { readRange } from './range.ts'
import { readSeries } from './series.ts'
import { readWindows } from './window.ts'

export class InfluxReader implements ReadingsReader {
  readonly #connection: InfluxConnection

  constructor(options: InfluxOptions) {
    this.#connection = new InfluxConnection(options)
  }

  latest(channels: readonly Channel[]) {
    return readLatest(this.#connection, channels)
  }

  range(query: RangeQuery) {
    return readRange(this.#connection, query)
  }

  window(query: WindowQuery) {
    return readWindows(this.#connection, query)
  }

  coverage(query: CoverageQuery) {
    return readCoverage(this.#connection, query)
  }

  qualities(query: Span & { readonly channel: Channel }) {
    return readQualities(this.#connection, query)
  }

  series() {
    return readSeries(this.#connection)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]()
  }
}
