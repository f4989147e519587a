import { setTimeout as sleep } from 'node:timers/promises'

import { toMessage as toErrorMessage, NguonError } from '#domain/error.ts'
import type { Message } from '#domain/notification/message.ts'
import { CHANNELS, type ChannelName } from '#domain/notification/notice.ts'
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type { Alarms } from '#store/registry/contract-alarms.ts'
import type {
  MessageRecord,
  NewNotice,
  NoticeRecord,
  Notifications,
  Outcome,
  People,
} from '#store/registry/contract-notifications.ts'

import type { Channel } from './channels/contract.ts'
import { ChannelError } from './channels/error.ts'
import { isSameTelling, isStillWanted } from './still-wanted.ts'

/** Messages of one channel that are under way at once. */
const IN_FLIGHT_MAX = 8
const SEND_MS_MAX = 20 * SECOND
/** Who has taken a message and not said by then what came of it has ended. */
const LEASE = SEND_MS_MAX + 5 * SECOND
/** What is under way when the process ends has so long to be settled. */
const CLOSING_MS_MAX = 3 * SECOND
/** Between attempts to write what came of a message. */
const SETTLE_PAUSE_MS = SECOND
const FIRST_PAUSE = 5 * SECOND
const PAUSE_MAX = 15 * MINUTE
const RETRY_AFTER_MAX = HOUR
/** What could not be handed over for so long is given up: it is not news any more. */
const AGE_MAX = DAY
/** After so long without success the other addresses of the person are tried too. */
const FALLBACK_AFTER = 2 * MINUTE

interface DeliveryOptions {
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly notifications: Notifications
  readonly people: Pick<People, 'get'>
  readonly alarms: Pick<Alarms, 'get'>
  readonly clock: () => Instant
  readonly onSettled: (message: MessageRecord, outcome: Outcome) => void
}

/** Hands messages over, several at once on each channel: one that is slow or down holds up no other. */
export class Delivery implements AsyncDisposable {
  readonly #options: DeliveryOptions
  readonly #underWay = new Map<ChannelName, Set<Promise<void>>>()
  /** A lease that is over early, as when the clock was set, must not make one of ours go out beside itself. */
  readonly #keys = new Set<string>()
  readonly #stop = new AbortController()
  #failure: unknown

  constructor(options: DeliveryOptions) {
    this.#options = options
  }

  /** Takes up what is due and does not wait for it; throws what a message that was taken up before has failed with, if that was our store. */
  async pump(now: Instant): Promise<void> {
    if (this.#failure !== undefined) {
      const failure = this.#failure
      this.#failure = undefined
      throw failure
    }
    for (const name of Object.keys(CHANNELS) as ChannelName[]) await this.#pumpChannel(name, now)
  }

  /** What is under way has a little time; then it is given up, and due again. */
  async [Symbol.asyncDispose](): Promise<void> {
    const late = setTimeout(() => this.#stop.abort(), CLOSING_MS_MAX)
    for (const sendings of this.#underWay.values()) await Promise.all(sendings)
    clearTimeout(late)
  }

  async #pumpChannel(channel: ChannelName, now: Instant): Promise<void> {
    const underWay = this.#underWay.get(channel) ?? new Set()
    this.#underWay.set(channel, underWay)
    const limit = IN_FLIGHT_MAX - underWay.size
    if (limit <= 0) return
    const until = this.#options.clock() + LEASE
    const claim = { channel, at: now, until, limit }
    for (const message of await this.#options.notifications.claim(claim)) {
      if (this.#keys.has(message.key)) continue
      this.#keys.add(message.key)
      const sending = this.#deliver(message).catch((error: unknown) => {
        this.#failure = error
      })
      underWay.add(sending)
      void sending.finally(() => {
        underWay.delete(sending)
        this.#keys.delete(message.key)
      })
    }
  }

  async #deliver(message: MessageRecord): Promise<void> {
    const { clock, onSettled } = this.#options
    const outcome = await this.#send(message)
    await this.#settle(message.key, outcome)
    const isLate = clock() - message.createdAt >= FALLBACK_AFTER
    if (outcome.kind === 'dead' || (outcome.kind === 'again' && isLate)) {
      await this.#fallBack(message)
    }
    onSettled(message, outcome)
  }

  /** What the other side has taken in must be written, however long the registry is busy: else it would go out again. */
  async #settle(key: string, outcome: Outcome): Promise<void> {
    const { notifications, clock } = this.#options
    for (;;) {
      try {
        await notifications.settle(key, outcome, clock())
        return
      } catch (error) {
        const isWaitedFor = error instanceof NguonError && error.retry && !this.#stop.signal.aborted
        if (!isWaitedFor) throw error
        await sleep(SETTLE_PAUSE_MS)
      }
    }
  }

  async #send(record: MessageRecord): Promise<Outcome> {
    const { channels, clock } = this.#options
    if (!(await isStillWanted(record, this.#options))) return { kind: 'withdrawn' }
    const channel = channels.get(record.channel)
    if (channel === undefined) {
      const error = `the channel ${record.channel} is not set up here; README.md lists its variables`
      return { kind: 'dead', error }
    }
    const message: Message = JSON.parse(record.body)
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(SEND_MS_MAX)])
    try {
      const { providerId = null } = await channel.send(record.address, message, signal)
      return { kind: 'accepted', at: clock(), providerId }
    } catch (error) {
      return toOutcome(error, record, clock())
    }
  }

  /** Each notice is told there once, however often this is called. */
  async #fallBack({ key, person: id }: MessageRecord): Promise<void> {
    const { notifications, people, clock } = this.#options
    const person = await people.get(id)
    const fallbacks = (person?.addresses ?? []).filter(({ use }) => use === 'fallback')
    if (fallbacks.length === 0) return
    const notices: NewNotice[] = []
    for (const notice of await notifications.noticesIn(key)) {
      const others = await notifications.noticesOf(notice.alarm)
      const isTold = (other: NoticeRecord) =>
        other.messageState === 'accepted' && isSameTelling(notice, other)
      if (others.some(isTold)) continue
      for (const { channel, address } of fallbacks) {
        notices.push({ ...notice, channel, address, dueAt: clock() })
      }
    }
    await notifications.addNotices(notices)
  }
}

function toOutcome(error: unknown, { attempts, createdAt }: MessageRecord, now: Instant): Outcome {
  const text = toErrorMessage(error)
  // What is not one of the world's errors is a mistake of ours, and may be mended before the message is old.
  const retry = error instanceof NguonError ? error.retry : true
  if (!retry || now - createdAt >= AGE_MAX) return { kind: 'dead', error: text }
  const asked = error instanceof ChannelError ? error.retryAfter : undefined
  const pause = Math.min(FIRST_PAUSE * 2 ** (attempts - 1), PAUSE_MAX)
  return {
    kind: 'again',
    nextAt: now + Math.min(Math.max(pause, asked ?? 0), RETRY_AFTER_MAX),
    error: text,
  }
}
