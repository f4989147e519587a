import { Counter, Gauge, Histogram, type Registry as Registers } from 'prom-client'

import type { Backlog, MessageRecord, Outcome } from '#store/registry/contract-notifications.ts'

/** What the process counts; `nguon_alarms_…`. */
export function createMetrics(registers: Registers, readBacklog: () => Promise<Backlog[]>) {
  const registered = { registers: [registers] }
  const attempts = new Counter({
    ...registered,
    name: 'nguon_alarms_attempts_total',
    help: 'Attempts to hand over a message, by channel and outcome: accepted, again, dead',
    labelNames: ['channel', 'outcome'],
  })
  const handover = new Histogram({
    ...registered,
    name: 'nguon_alarms_handover_seconds',
    help: 'From the making of a message to its being accepted',
    labelNames: ['channel'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
  })
  watchBacklog(registers, readBacklog)
  return {
    events: new Counter({
      ...registered,
      name: 'nguon_alarms_events_total',
      help: 'Events of alarms that were worked through',
    }),
    unheard: new Counter({
      ...registered,
      name: 'nguon_alarms_unheard_total',
      help: 'Alarms of which a route told nobody: nobody on duty, or nobody with an address',
    }),
    countAttempt({ channel, createdAt }: MessageRecord, outcome: Outcome): void {
      attempts.inc({ channel, outcome: outcome.kind })
      if (outcome.kind !== 'accepted') return
      handover.observe({ channel }, (outcome.at - createdAt) / 1000)
    },
  }
}
export type AlarmMetrics = ReturnType<typeof createMetrics>

/** Read when somebody asks. */
function watchBacklog(registers: Registers, readBacklog: () => Promise<Backlog[]>): void {
  const of = (isDead: boolean) =>
    async function collect(this: Gauge<'channel'>) {
      this.reset()
      for (const { channel, state, count } of await readBacklog()) {
        if ((state === 'dead') === isDead) this.inc({ channel }, count)
      }
    }
  const same = { registers: [registers], labelNames: ['channel'] as const }
  void new Gauge({
    ...same,
    name: 'nguon_alarms_messages_waiting',
    help: 'Messages that are not accepted yet, by channel',
    collect: of(false),
  })
  void new Gauge({
    ...same,
    name: 'nguon_alarms_messages_dead',
    help: 'Messages that were given up and that somebody has to look at, by channel',
    collect: of(true),
  })
}
