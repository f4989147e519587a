import { HOUR } from '#domain/time.ts'

import { MIDNIGHT } from '../contracts/readings/fixture.ts'
import { openWriter } from '../readings-sqlite-store.ts'
import { BATCH_READINGS, batchFrom } from './batch.ts'

/** Writes batch after batch and prints how many readings are acknowledged, while maintenance runs beside it, until it is killed. */
const [, , path = '', begin = '0'] = process.argv
const writer = await openWriter(path)

async function maintainForEver(): Promise<never> {
  for (let now = MIDNIGHT; ; now += HOUR) {
    await writer.maintain(now)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const maintenance = maintainForEver()
for (let next = Number(begin); ; next += BATCH_READINGS) {
  await Promise.race([writer.write(batchFrom(next)), maintenance])
  process.stdout.write(`${next + BATCH_READINGS}\n`)
  await new Promise((resolve) => setImmediate(resolve))
}
