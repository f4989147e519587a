import { fork } from 'node:child_process'
import { writeSync } from 'node:fs'

import { runService } from '#service/run-service.ts'

/**
 * A supervisor, and a service of it that is held up in the very moment in which it says that it is ready: it says `now` on its output, and
 * whoever hears that has a second to kill the supervisor.
 */
const isService = process.argv[2] === 'service'
if (isService) await runAsService()
else fork(import.meta.filename, ['service'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })

async function runAsService(): Promise<void> {
  const addresses = {}
  const holdUp = () => {
    writeSync(1, 'now\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
    return {}
  }
  // The log does not write it down: the message to the supervisor is the only one that does.
  Object.defineProperty(addresses, 'toJSON', { value: holdUp })
  await runService({
    name: 'api',
    isSingle: false,
    statusPort: () => 0,
    open: async () => ({
      addresses,
      health: async () => ({ ok: true, detail: {} }),
      [Symbol.asyncDispose]: async () => {},
    }),
  })
}
