import { writeFileSync } from 'node:fs'

/** A service that takes its time to close: a first SIGTERM ends it in order, a second one at once. */
const [, , file = ''] = process.argv
const still = setInterval(() => {}, 1_000)
process.once('SIGTERM', () => {
  process.once('SIGTERM', () => process.exit(143))
  setTimeout(() => {
    writeFileSync(file, 'in order')
    clearInterval(still)
    process.disconnect?.()
  }, 300)
})
process.send?.({ ready: 'slow', addresses: {} })
