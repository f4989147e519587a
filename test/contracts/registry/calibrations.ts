import { expect, onTestFinished, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'
import type { NewCalibration } from '#store/registry/contract-calibrations.ts'

import { settle, START, type OpenRegistry } from './fixture.ts'

const RECORD: NewCalibration = {
  device: 'probe-1',
  channel: 'temperature/top',
  calibratedAt: START,
  validUntil: START + 365 * DAY,
  certificate: 'V02.1234',
  laboratory: 'QUATEST 2',
  reference: 'Pt100 no. 4711',
  foundError: 0.3,
  isAdjusted: false,
  certificateHash: 'ab'.repeat(32),
  by: 'lan',
  corrects: null,
  recordedAt: START + DAY,
}

export function calibrationsOfChannels(open: OpenRegistry): void {
  const settled = async () => {
    const registry = await open()
    onTestFinished(() => registry[Symbol.asyncDispose]())
    await settle(registry, 'probe-1', 'probe-2')
    const channels = []
    for (const device of ['probe-1', 'probe-2']) {
      channels.push(await registry.channels.ensure(device, 'temperature/top', 'temperature'))
    }
    const [first, second] = channels.map(({ id }) => id)
    return { calibrations: registry.calibrations, first: first ?? 0, second: second ?? 0 }
  }

  test('a calibration is kept as it was recorded, and found by device and channel', async () => {
    const { calibrations, first } = await settled()
    const kept = { ...RECORD, id: 1, channelId: first, correctedBy: null }
    expect(await calibrations.add(RECORD)).toEqual(kept)
    const bare = { ...RECORD, device: 'probe-2', foundError: null, certificateHash: null }
    await calibrations.add({ ...bare, isAdjusted: true })
    expect(await calibrations.get(1)).toEqual(kept)
    expect(await calibrations.get(9)).toBeUndefined()
    const find = async (query: object) =>
      (await calibrations.list({ limit: 10, ...query })).map(({ id }) => id)
    expect(await find({})).toEqual([1, 2])
    expect(await find({ device: ['probe-2'] })).toEqual([2])
    expect(await find({ channel: ['temperature/bottom'] })).toEqual([])
    expect(await find({ after: 1 })).toEqual([2])
    expect(await calibrations.get(2)).toMatchObject({ foundError: null, isAdjusted: true })
  })

  test('a channel is valid by what it was calibrated last, whatever was recorded last', async () => {
    const { calibrations, first, second } = await settled()
    await calibrations.add({ ...RECORD, calibratedAt: START + HOUR, validUntil: START + DAY })
    await calibrations.add(RECORD)
    await calibrations.add({ ...RECORD, device: 'probe-2' })
    const validity = await calibrations.validity()
    expect([validity.get(first), validity.get(second)]).toEqual([START + DAY, START + 365 * DAY])
  })

  test('a correction is a new record that holds in place of the former, which stays', async () => {
    const { calibrations, first } = await settled()
    await calibrations.add(RECORD)
    const right = { ...RECORD, validUntil: START + 30 * DAY, corrects: 1 }
    expect(await calibrations.add(right)).toMatchObject({ id: 2, corrects: 1, correctedBy: null })
    expect(await calibrations.get(1)).toMatchObject({
      correctedBy: 2,
      validUntil: RECORD.validUntil,
    })
    expect((await calibrations.validity()).get(first)).toBe(START + 30 * DAY)
    const holding = await calibrations.list({ limit: 10, holding: true })
    expect(holding.map(({ id }) => id)).toEqual([2])
    await expect(calibrations.add(right)).rejects.toMatchObject({ code: 'REGISTRY_CONFLICT' })
    const elsewhere = { ...right, device: 'probe-2', corrects: 2 }
    await expect(calibrations.add(elsewhere)).rejects.toMatchObject({ code: 'REGISTRY_CONFLICT' })
    const missing = { ...right, corrects: 9 }
    await expect(calibrations.add(missing)).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' })
  })

  test('what is recorded twice is refused, as is what no channel is there for', async () => {
    const { calibrations } = await settled()
    await calibrations.add(RECORD)
    await expect(calibrations.add(RECORD)).rejects.toMatchObject({ code: 'REGISTRY_EXISTS' })
    const typo = { ...RECORD, channel: 'temperature/to' }
    await expect(calibrations.add(typo)).rejects.toThrow('it has temperature/top')
    const nobody = { ...RECORD, device: 'probe-9' }
    await expect(calibrations.add(nobody)).rejects.toThrow('no device "probe-9"')
    expect(await calibrations.list({ limit: 10 })).toHaveLength(1)
  })
}
