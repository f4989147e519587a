import type { Logger } from 'pino'
import type { Registry as Metrics } from 'prom-client'

import type { Journal } from '#store/journal/contract.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { TraceStore } from '#store/trace/contract.ts'

import type { FeedLimits } from './alarm-feed.ts'

/** What the API works with. Whoever passes these in closes them, after the app. */
export interface ApiOptions {
  readonly registry: Registry
  readonly readings: ReadingsReader
  readonly trace: TraceStore
  readonly journal: Pick<Journal, 'read' | 'status'>
  readonly adminToken: string
  /** Signs the links in messages. */
  readonly linkKey: string
  /** Zone of the times in answers when the request names none. */
  readonly timezone: string
  /** The data folder, where running services announce themselves. */
  readonly data: string
  readonly log: Logger
  readonly metrics: Metrics
  /** Of the stream of alarms; the usual ones when not given. */
  readonly streamLimits?: FeedLimits
}
