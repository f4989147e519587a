import type { Logger } from 'pino'
import type { Registry as Metrics } from 'prom-client'

import type { Journal } from '#store/journal/contract.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'
import type { AttachmentFiles } from '#store/trace/attachment-files.ts'
import type { TraceStore } from '#store/trace/contract.ts'
import type { EvidenceReader } from '#trace/evidence/evidence-reader.ts'

import type { FeedLimits } from './alarm-feed.ts'

/** What the API works with. Whoever passes these in closes them, after the app. */
export interface ApiOptions {
  readonly registry: Registry
  readonly readings: ReadingsReader
  readonly trace: TraceStore
  readonly attachments: AttachmentFiles
  readonly journal: Pick<Journal, 'read' | 'status'>
  readonly evidence: EvidenceReader
  readonly adminToken: string
  /** Signs the links in messages. */
  readonly linkKey: string
  /** Under which people's phones reach us, without a slash at its end; empty: nobody said. */
  readonly publicUrl: string
  /** Header in which a proxy of ours says from which province a request comes; empty: none does. */
  readonly provinceHeader: string
  /** Zone of the times in answers when the request names none. */
  readonly timezone: string
  /** The data folder, where running services announce themselves. */
  readonly data: string
  readonly log: Logger
  readonly metrics: Metrics
  /** Of the stream of alarms; the usual ones when not given. */
  readonly streamLimits?: FeedLimits
}
