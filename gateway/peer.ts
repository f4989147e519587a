import { formatCommandsTopic, TOPIC_ROOT } from '#domain/topic.ts'

import { Allowance } from './allowance.ts'
import type { Connection } from './connection.ts'

export const SERVICE_PREFIX = 'service:'

/** Who a connection says it is, with all its connections: a device, or a service of ours. */
export class Peer {
  readonly name: string
  readonly isService: boolean
  /** `nguon/v1/<device>/`: all that a device may publish begins with this. */
  readonly topicPrefix: string
  readonly commandsTopic: string
  readonly allowance: Allowance
  /** Also connections that have only claimed the name. */
  readonly connections = new Set<Connection>()
  authenticatedCount = 0

  constructor(name: string, messagesPerSecondMax: number) {
    this.name = name
    this.isService = name.startsWith(SERVICE_PREFIX)
    this.topicPrefix = `${TOPIC_ROOT}${name}/`
    this.commandsTopic = formatCommandsTopic(name)
    this.allowance = new Allowance(this.isService ? Infinity : messagesPerSecondMax)
  }
}
