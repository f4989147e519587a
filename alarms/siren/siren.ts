import { connect, type MqttClient } from 'mqtt'
import type { Logger } from 'pino'

import { toMessage } from '#domain/error.ts'
import { MINUTE, SECOND } from '#domain/time.ts'

import type { GatewayAccess } from './access.ts'
import type { SirenState } from './state.ts'

const RECONNECT_EVERY = 2 * SECOND
/** All is said again this often, so that a siren knows that somebody still watches; one that hears nothing for three of these should say so. */
const REPEAT_EVERY = MINUTE

export interface SirenOptions extends GatewayAccess {
  readonly log: Logger
  readonly reconnectEvery?: number
  readonly repeatEvery?: number
}

/**
 * Says on the gateway what alarms are open at each place, retained and with QoS 1, for sirens and whoever else stands at the site. It
 * needs no Internet. A gateway that is away is waited for; when it is back, having forgotten, all is said again.
 */
export class Siren implements AsyncDisposable {
  readonly #options: SirenOptions
  readonly #client: MqttClient
  readonly #timer: NodeJS.Timeout
  #texts = new Map<string, string>()
  #isAway = false

  /** Opens in any case: a gateway that is not there yet must not keep people from being told otherwise. */
  constructor(options: SirenOptions) {
    this.#options = options
    const { url, secret: password, reconnectEvery = RECONNECT_EVERY } = options
    this.#client = connect(url, {
      username: 'service:alarms',
      password,
      reconnectPeriod: reconnectEvery,
      // What waits for a gateway is out of date when it comes; all is said again then.
      queueQoSZero: false,
      resubscribe: false,
    })
    this.#client.on('connect', () => this.#arrived())
    this.#client.on('error', (error) => this.#left(toMessage(error)))
    this.#client.on('close', () => this.#left('the connection was closed'))
    this.#timer = setInterval(() => this.#sayAll(), options.repeatEvery ?? REPEAT_EVERY)
  }

  get isConnected(): boolean {
    return this.#client.connected
  }

  /** The state of all places, by topic; what has changed is said at once. A place that is no more is said to be no more. */
  show(states: ReadonlyMap<string, SirenState>): void {
    const before = this.#texts
    // MQTT 3.1.1 §3.3.1.3: an empty retained message takes away the one before.
    const gone = [...before.keys()].map((topic) => [topic, ''] as const)
    const said = [...states].map(([topic, state]) => [topic, JSON.stringify(state)] as const)
    this.#texts = new Map([...gone, ...said])
    for (const [topic, text] of this.#texts) {
      if (before.get(topic) !== text) this.#say(topic, text)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    // What is under way is waited for, what cannot be is not.
    await this.#client.endAsync(!this.#client.connected)
  }

  #arrived(): void {
    if (this.#isAway) this.#options.log.info({}, 'gateway reached again, sirens hear alarms')
    this.#isAway = false
    this.#sayAll()
  }

  #left(why: string): void {
    if (this.#isAway || this.#client.disconnecting) return
    this.#isAway = true
    this.#options.log.error({ why }, 'gateway cannot be reached, sirens hear no alarms')
  }

  #sayAll(): void {
    for (const [topic, text] of this.#texts) this.#say(topic, text)
  }

  #say(topic: string, text: string): void {
    if (!this.#client.connected) return
    // A message whose acknowledgement is lost is said again with all others.
    this.#client.publish(topic, text, { qos: 1, retain: true }, () => {})
  }
}
