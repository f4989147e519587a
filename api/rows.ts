import { z } from 'zod'

import type { Channel } from '#domain/channel.ts'
import { decodeQuality, TIME_QUALITIES } from '#domain/quality.ts'
import { findQuantity } from '#domain/quantity.ts'
import { formatInstant } from '#domain/zone.ts'
import type { StoredValue, Window } from '#store/readings/contract.ts'

import { channelName, deviceName } from './parameters.ts'
import { instant } from './shapes.ts'

const source = {
  device: deviceName,
  channel: channelName,
  unit: z.string().meta({ description: 'UCUM code.', examples: ['Cel'] }),
}
const quality = {
  status: z.enum(['good', 'uncertain', 'bad']),
  timeQuality: z.enum(TIME_QUALITIES).meta({ description: 'Whose clock gave the time.' }),
  late: z.boolean().meta({ description: 'It arrived long after it was measured.' }),
  derived: z.boolean().meta({
    description: 'Computed from other readings of its device and instant; no sensor said it.',
  }),
}

export const readingShape = z
  .object({ ...source, measuredAt: instant, value: z.number(), ...quality })
  .meta({ description: 'One value of one channel at one instant.' })
export type ReadingRow = z.output<typeof readingShape>

export const latestShape = z
  .object({
    ...source,
    measuredAt: instant.nullable(),
    value: z.number().nullable(),
    status: quality.status.nullable(),
    timeQuality: quality.timeQuality.nullable(),
    late: quality.late.nullable(),
    derived: quality.derived.nullable(),
  })
  .meta({ description: 'The newest reading of a channel; nulls where there is none.' })
export type LatestRow = z.output<typeof latestShape>

export const windowShape = z
  .object({
    ...source,
    start: instant,
    count: z.number().int().meta({ description: 'Usable readings in the window; 0 = none.' }),
    min: z.number().nullable(),
    max: z.number().nullable(),
    mean: z.number().nullable(),
    last: z.number().nullable(),
    increase: z.number().nullable().meta({
      description:
        'Of a counter: by how much it rose since the window before it with readings; null where it fell (a reset). The first window counts from the one before the span; at a place, where the device stood elsewhere before, it is null.',
    }),
  })
  .meta({ description: 'One window of one channel; the values are null exactly when count is 0.' })
export type WindowRow = z.output<typeof windowShape>
type PlainWindowRow = Omit<WindowRow, 'increase'>

export function unitOf(channel: Channel): string {
  return findQuantity(channel.quantity)?.unit ?? '1'
}

export function toReadingRow(channel: Channel, stored: StoredValue, zone: string): ReadingRow {
  return {
    ...toSource(channel),
    measuredAt: formatInstant(zone, stored.measuredAt),
    value: stored.value,
    ...decodeQuality(stored.quality),
  }
}

export function toLatestRow(
  channel: Channel,
  stored: StoredValue | undefined,
  zone: string,
): LatestRow {
  if (stored !== undefined) return toReadingRow(channel, stored, zone)
  return { ...toSource(channel), ...NO_READING }
}

const NO_READING = {
  measuredAt: null,
  value: null,
  status: null,
  timeQuality: null,
  late: null,
  derived: null,
}

export function toWindowRow(channel: Channel, window: Window, zone: string): PlainWindowRow {
  return { ...toSource(channel), ...window, start: formatInstant(zone, window.start) }
}

function toSource(channel: Channel) {
  return { device: channel.device, channel: channel.name, unit: unitOf(channel) }
}
