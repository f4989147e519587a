import type { Logger } from 'pino'

import type { Credentials } from '#store/registry/contract.ts'

import type { AlarmHearers } from './alarm-hearers.ts'
import type { ArrivalClock } from './arrival-clock.ts'
import type { Connections } from './connections.ts'
import type { Gate } from './gate.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Limits } from './limits.ts'
import type { GatewayMetrics } from './metrics.ts'
import type { Presence } from './presence.ts'
import type { RefusalLog } from './refusal-log.ts'
import type { VerifyService } from './service-credentials.ts'

/** What the steps of a connection's life share. */
export interface Parts {
  readonly limits: Limits
  readonly log: Logger
  readonly metrics: GatewayMetrics
  readonly refusals: RefusalLog
  readonly connections: Connections
  readonly arrivals: ArrivalClock
  readonly gate: Gate
  readonly commit: GroupCommit
  readonly presence: Presence
  readonly credentials: Credentials
  readonly hearers: AlarmHearers
  readonly verifyService: VerifyService
}
