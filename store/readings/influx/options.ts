import type { Logger } from 'pino'

import { NguonError } from '#domain/error.ts'

import type { Retention } from '../contract.ts'

export interface InfluxOptions {
  /** http:// or https://, with a path when a proxy serves it below one. */
  readonly url: string
  /** `auto` asks the server's /ping. */
  readonly version: 'auto' | '1' | '2' | '3'
  readonly database: string
  /** 2.x only. */
  readonly organization: string
  /** 2.x and 3.x; empty = none. */
  readonly token: string
  /** 1.x; empty = no authentication. */
  readonly user: string
  readonly password: string
  readonly retention: Retention
  readonly log: Logger
}

/** What 3.x accepts as a database, which 1.x and 2.x accept too; it needs no quoting in a URL or in InfluxQL. */
const DATABASE_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,50}$/

/** Throws before anything is opened; a server that is down is no reason to throw. */
export function checkOptions({ url, database }: InfluxOptions): void {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw toConfigurationError(
      `NGUON_INFLUX_URL is '${url}'; accepted is an http:// or https:// address.`,
    )
  }
  if (!DATABASE_PATTERN.test(database)) {
    throw toConfigurationError(
      `NGUON_INFLUX_DATABASE is '${database}'; accepted are 1 to 51 letters, digits, '_' and '-', the first a letter or digit.`,
    )
  }
}

/** A person must act; trying again changes nothing. */
export function toConfigurationError(message: string, cause?: unknown): NguonError {
  return new NguonError('READINGS_CONFIGURATION', message, { cause })
}
