import { parseDeviceTopic } from '#domain/topic.ts'

import type { Peer } from './peer.ts'

const OURS = 'nguon/'
const LIVE = 'nguon/live/'

/** A device publishes below its own name, except commands; a service publishes live values and commands. */
export function mayPublish(peer: Peer, topic: string): boolean {
  if (peer.isService) return topic.startsWith(LIVE) || isCommand(topic)
  return (
    topic.startsWith(peer.topicPrefix) &&
    topic.length > peer.topicPrefix.length &&
    topic !== peer.commandsTopic &&
    !topic.startsWith(`${peer.commandsTopic}/`)
  )
}

/** A device hears its own commands; a service hears everything of ours. */
export function maySubscribe(peer: Peer, filter: string): boolean {
  return filter.startsWith(peer.isService ? OURS : `${peer.commandsTopic}/`)
}

function isCommand(topic: string): boolean {
  return parseDeviceTopic(topic)?.rest.startsWith('commands/') === true
}

export function countLevels(topic: string): number {
  let count = 1
  for (let at = topic.indexOf('/'); at !== -1; at = topic.indexOf('/', at + 1)) count++
  return count
}
