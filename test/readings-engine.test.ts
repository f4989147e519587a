import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { pino } from 'pino'
import { expect, test } from 'vitest'

import { openReadingsWriter } from '#store/readings/engine.ts'

import { channelOf, readingOf } from './contracts/readings/fixture.ts'
import { createOptions } from './influx-engine.ts'
import { temporaryFolder } from './readings-sqlite-store.ts'

/** Opens the writer of InfluxDB where the embedded store had `path`; what it warns of. */
async function openInfluxOver(path: string): Promise<string[]> {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const influx = createOptions({ url: 'http://127.0.0.1:9' })
  const retention = { raw: null, hourly: null }
  await using _writer = await openReadingsWriter({ path, influx, retention, log })
  return lines
}

test('InfluxDB in place of an embedded store with readings is warned of, once', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  expect(await openInfluxOver(path)).toEqual([])
  const options = { path, retention: { raw: null, hourly: null }, log: pino({ level: 'silent' }) }
  {
    await using writer = await openReadingsWriter(options)
    expect(await openInfluxOver(path)).toEqual([])
    await writer.write([readingOf(channelOf(1), Date.now(), 20)])
  }
  expect(await openInfluxOver(path)).toEqual([expect.stringContaining('NGUON_INFLUX_URL')])
  await writeFile(path, 'no database '.repeat(500))
  expect(await openInfluxOver(path)).toHaveLength(1)
})
