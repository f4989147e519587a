import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { pino } from 'pino'
import { Registry as Registers } from 'prom-client'
import { vi } from 'vitest'

import { openAlarms } from '#alarms/alarms.ts'
import type { Channel, Receipt } from '#alarms/channels/contract.ts'
import type { AlarmCommand } from '#domain/alarm/command.ts'
import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Message } from '#domain/notification/message.ts'
import type { ChannelName, NoticeKind } from '#domain/notification/notice.ts'
import type { Person } from '#domain/notification/person.ts'
import type { NotificationRoute } from '#domain/notification/route.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import type { Service } from '#service/run-service.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { settle, START, VAT } from './contracts/registry/fixture.ts'
import { VAT_HOT } from './vat-hot.ts'

export const LINKS = { baseUrl: 'https://nguon.example', key: 'a-key-for-tests-only' }
/** Two in the afternoon in Vietnam. */
export const NOON: Instant = START + 7 * 60 * MINUTE

export interface Sent {
  readonly address: string
  readonly message: Message
}

/** A way to tell people that keeps what it was given, and fails as it is told to. */
export class Mailbox implements Channel {
  readonly name: ChannelName
  readonly isIdempotent = true
  readonly sent: Sent[] = []
  /** What the next sends do in place of being accepted, in order. */
  readonly failures: (() => Promise<Receipt>)[] = []

  constructor(name: ChannelName = 'email') {
    this.name = name
  }

  async send(address: string, message: Message): Promise<Receipt> {
    const failure = this.failures.shift()
    if (failure !== undefined) return await failure()
    this.sent.push({ address, message })
    return { providerId: `taken-${this.sent.length}` }
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Who was told what, in order: `lan@x raised`, several together with commas. */
  get said(): string[] {
    return this.sent.map(({ address, message }) =>
      [address, message.notices.map(({ kind }): NoticeKind => kind).join(',')].join(' '),
    )
  }
}

/** The alarms service over a real registry, with a clock that the test moves. */
export async function openNotifier(
  mailboxes: readonly Mailbox[] = [new Mailbox()],
  { retention = null }: { readonly retention?: number | null } = {},
) {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-alarms-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'registry.db')
  const registry = opening.use(await openSqliteRegistry({ path: file }))
  await settle(registry, 'probe-1', 'probe-2', 'probe-3')
  const channels = new Map(mailboxes.map((mailbox) => [mailbox.name, mailbox]))
  let now = NOON
  let service: Service | undefined
  const metrics = new Registers()

  const start = () => {
    const log = pino({ level: 'silent' })
    metrics.clear()
    const links = { linkKey: LINKS.key, findBaseUrl: async () => LINKS.baseUrl }
    service = openAlarms({
      registry,
      channels,
      ...links,
      retention,
      log,
      metrics,
      clock: () => now,
    })
  }
  const stop = async () => {
    await service?.[Symbol.asyncDispose]()
    service = undefined
  }
  opening.defer(stop)
  start()

  const limits = new Map<string, Awaited<ReturnType<typeof registry.limits.add>>>()
  const approve = async (limit: AlarmLimit) => {
    const known = limits.get(limit.id)
    if (known !== undefined) return known
    const approval = { approvedBy: 'lan', reason: 'start', validFrom: START, recordedAt: START }
    const version = await registry.limits.add({ limit, ...approval, withdrawn: false })
    limits.set(limit.id, version)
    return version
  }
  const resources = opening.move()
  return {
    registry,
    file,
    start,
    stop,
    health: async () => service?.health(),
    metric: async (name: string) => await metrics.getSingleMetricAsString(`nguon_alarms_${name}`),
    get now() {
      return now
    },
    /** Minutes since the test began. */
    pass: (minutes: number) => {
      now += minutes * MINUTE
    },
    tell: async (id: string, change: Partial<Person> = {}) => {
      const addresses = [{ channel: 'email', address: `${id}@x`, use: 'always' }] as const
      const person = { id, name: id, language: 'vi', timezone: 'Asia/Ho_Chi_Minh' } as const
      await registry.people.put({ ...person, addresses, quietHours: null, ...change })
    },
    route: async (change: Partial<NotificationRoute>) => {
      const everything = { sites: [], placeKinds: [], priorities: [], weekdays: [], channels: [] }
      const rest = { hours: null, digestAt: null, tellsEnd: true }
      const steps = [{ after: 0, to: [{ person: 'lan' }] }]
      await registry.routes.put({ id: 'all', ...everything, ...rest, steps, ...change })
    },
    /** The vat's top is at a level of a limit now; the limit has no delays when it is not said. */
    see: async (
      level: number,
      { device = 'probe-1', limit = WITHOUT_DELAYS, past = false } = {},
    ) => {
      const channel = await registry.channels.ensure(device, 'temperature/top', 'temperature')
      const version = await approve(limit)
      const value = 40 + 5 * level
      const seen = { limit: version, channel, place: VAT.id, at: now, level, value, past }
      const events = await registry.alarms.observe([seen])
      return events.at(-1)?.alarm ?? 0
    },
    act: async (alarm: number, command: Partial<AlarmCommand> & Pick<AlarmCommand, 'kind'>) => {
      const whole = { at: now, by: 'lan', reason: 'test', ...command } as AlarmCommand
      await registry.alarms.act(alarm, whole)
    },
    /** Waits until everything that is due now is done. */
    settled: async () => {
      await vi.waitFor(
        async () => {
          const { notifications } = registry
          const [{ events }, calls, notices, claimable] = await Promise.all([
            notifications.unread(1),
            notifications.dueCalls(now, 1),
            notifications.dueNotices(now, 1),
            notifications.messages({ limit: 1_000, states: ['waiting', 'sending'] }),
          ])
          const due = claimable.filter(({ state, nextAt }) => state === 'sending' || nextAt <= now)
          const left = events.length + calls.length + notices.length + due.length
          if (left > 0) throw new Error(`${left} are left`)
        },
        { timeout: 90_000, interval: 20 },
      )
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** Medium at level 1, high at level 2, at once; over at once. */
export const WITHOUT_DELAYS: AlarmLimit = {
  ...VAT_HOT,
  levels: VAT_HOT.levels.map((level) => Object.assign({}, level, { onDelay: 0 })),
  offDelay: 0,
}
