#!/usr/bin/env node
import { toMessage } from '#domain/error.ts'

/** What `nguon <command>` runs, in the order of the picture. Modules load only when they are asked for. */
const commands: Readonly<Record<string, { text: string; run: (args: string[]) => Promise<void> }>> =
  {
    start: {
      text: 'gateway, ingest, api and, on an empty data folder, the simulated sites',
      run: async (args) => (await import('#service/start.ts')).main(args),
    },
    gateway: {
      text: 'the MQTT broker that journals what devices say',
      run: async () => (await import('#gateway/main.ts')).main(),
    },
    ingest: {
      text: 'the worker that turns the journal into readings',
      run: async () => (await import('#ingest/main.ts')).main(),
    },
    api: {
      text: 'the HTTP API',
      run: async () => (await import('#api/main.ts')).main(),
    },
    simulate: {
      text: 'the three sites of Kỳ Anh, or a fleet for load',
      run: async (args) => (await import('#simulators/main.ts')).main(args),
    },
  }

const HELP = `nguon <command> [options]     "nguon <command> --help" tells more

${Object.entries(commands)
  .map(([name, { text }]) => `  ${name.padEnd(10)}${text}`)
  .join('\n')}
`

const [name = '--help', ...args] = process.argv.slice(2)
const command = commands[name]
if (command) {
  await command.run(args).catch((error: unknown) => {
    process.stderr.write(`nguon ${name}: ${toMessage(error)}\n`)
    process.exitCode = 1
  })
} else if (name === '--help' || name === 'help') {
  process.stdout.write(HELP)
} else {
  process.stderr.write(`nguon: '${name}' is not a command.\n\n${HELP}`)
  process.exitCode = 2
}
