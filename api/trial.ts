import type { Excursion } from '#domain/alarm/excursion.ts'
import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { tally, type Tally } from '#domain/alarm/tally.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import { replayStored } from '#store/replay/replay-stored.ts'

import { concerns, type WatchedChannel } from './trial-channels.ts'

/** What one limit would have done on one channel. */
export interface Outcome extends Tally {
  /** What would have been raised, the oldest first. */
  readonly alarms: readonly Excursion[]
}

export interface ChannelTrial {
  readonly watched: WatchedChannel
  /** null: the limit does not concern this channel. */
  readonly tried: Outcome | null
  /** By the limit that is in force; null: there is none of this id, or it does not concern this channel. */
  readonly inForce: Outcome | null
}

export interface TrialRequest {
  readonly limit: AlarmLimit
  readonly inForce: AlarmLimit | null
  readonly channels: readonly WatchedChannel[]
  /** Ends the trial after the channel whose readings it is reading; those that are done stay. */
  readonly signal: AbortSignal
}

/** Channel after channel, for as long as the signal lets it; the channels that are missing were not reached. */
export async function runTrial(
  readings: Pick<ReadingsReader, 'range' | 'window'>,
  { limit, inForce, channels, signal }: TrialRequest,
): Promise<ChannelTrial[]> {
  const done: ChannelTrial[] = []
  const judge = async (one: AlarmLimit | null, watched: WatchedChannel) => {
    if (one === null || !concerns(one, watched)) return null
    return toOutcome(await replayStored(readings, { ...watched, limit: one, signal }), watched)
  }
  try {
    for (const watched of channels) {
      const tried = await judge(limit, watched)
      done.push({ watched, tried, inForce: await judge(inForce, watched) })
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return done
}

function toOutcome(excursions: readonly Excursion[], { from, until }: WatchedChannel): Outcome {
  const alarms = excursions.filter(({ raisedAt }) => raisedAt !== null)
  return { ...tally(excursions, { watched: until - from, until }), alarms }
}
