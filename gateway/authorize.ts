import { parseAlarmsFilter, parseDeviceTopic } from '#domain/topic.ts'

import { SERVICE_PREFIX, type Peer } from './peer.ts'

const OURS = 'nguon/'
const LIVE = 'nguon/live/'
const ALARMS_SERVICE = `${SERVICE_PREFIX}alarms`

/**
 * A device publishes below its own name, except commands; the service of alarms what is open, and the others live values and
 * commands.
 */
export function mayPublish(peer: Peer, topic: string): boolean {
  if (peer.name === ALARMS_SERVICE) return parseAlarmsFilter(topic) !== undefined
  if (peer.isService) return topic.startsWith(LIVE) || isCommand(topic)
  return (
    topic.startsWith(peer.topicPrefix) &&
    topic.length > peer.topicPrefix.length &&
    topic !== peer.commandsTopic &&
    !topic.startsWith(`${peer.commandsTopic}/`)
  )
}

/** Nothing is kept to be replayed, for an old reading would look fresh; but alarms are open until it is said that they are not. */
export function mayRetain(peer: Peer): boolean {
  return peer.name === ALARMS_SERVICE
}

/** A device hears its own commands (and alarms, of which `AlarmHearers` knows more); a service hears everything of ours. */
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
