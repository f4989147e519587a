#!/usr/bin/env node
interface Command {
  readonly text: string
  readonly run: (args: string[]) => Promise<void>
}

// Whatever a command writes (readings, secrets, hashes) is for its own user alone.
process.umask(0o077)

/** What `nguon <command>` runs, in the order of the picture. Modules load only when they are asked for. */
const commands: ReadonlyMap<string, Command> = new Map([
  [
    'start',
    {
      text: 'gateway, ingest, alarms, api and, on an empty data folder, the simulated sites',
      run: async (args) => (await import('#service/start.ts')).main(args),
    },
  ],
  service('gateway', 'the MQTT broker that journals what devices say', async () =>
    (await import('#gateway/main.ts')).main(),
  ),
  service('ingest', 'the worker that turns the journal into readings', async () =>
    (await import('#ingest/main.ts')).main(),
  ),
  service('alarms', 'the process that tells people of alarms', async () =>
    (await import('#alarms/main.ts')).main(),
  ),
  service('api', 'the HTTP API', async () => (await import('#api/main.ts')).main()),
  [
    'simulate',
    {
      text: 'the three sites of Kỳ Anh, or a fleet for load',
      run: async (args) => (await import('#simulators/main.ts')).main(args),
    },
  ],
  [
    'bundle',
    {
      text: 'writes what a device said, with the proof that nothing was changed',
      run: async (args) => {
        const { createValueDecoder } = await import('#ingest/decode-values.ts')
        await (await import('#trace/bundle-command.ts')).main(args, createValueDecoder)
      },
    },
  ],
  [
    'verify',
    {
      text: 'examines such a bundle, offline',
      run: async (args) => {
        const { createValueDecoder } = await import('#ingest/decode-values.ts')
        await (await import('#trace/verify-command.ts')).main(args, createValueDecoder())
      },
    },
  ],
  [
    'restore-archive',
    {
      text: 'makes a journal of the archived raw messages',
      run: async (args) => (await import('#trace/restore-command.ts')).main(args),
    },
  ],
  [
    'dashboards',
    {
      text: 'Grafana dashboards: build the files, push them, try their queries',
      run: async (args) => (await import('#dashboards/main.ts')).main(args),
    },
  ],
])

const HELP = `nguon <command> [options]     "nguon <command> --help" tells more

${Array.from(commands, ([name, { text }]) => `  ${name.padEnd(17)}${text}`).join('\n')}

  -h, --help   this text
  --version    the version
`

/** A service takes no options; variables say everything. */
function service(name: string, text: string, main: () => Promise<void>): [string, Command] {
  const help = `nguon ${name}

Runs ${text}, alone, until Ctrl-C. "nguon start" runs it together with the others.

  -h, --help   this text

Everything else is set by environment variables NGUON_*; README.md lists them.
`
  const run = async ([first]: string[]) => {
    if (first === undefined) return main()
    if (first === '--help' || first === '-h') process.stdout.write(help)
    else refuse(`nguon ${name}: '${first}' is not an option.\n\n${help}`)
  }
  return [name, { text, run }]
}

function refuse(message: string): void {
  process.stderr.write(message)
  process.exitCode = 2
}

const [name = '--help', ...args] = process.argv.slice(2)
const command = commands.get(name)
if (command) {
  // Each says itself what went wrong in the world; what comes here is our own mistake, with its stack.
  await command.run(args)
} else if (['--help', '-h', 'help'].includes(name)) {
  process.stdout.write(HELP)
} else if (name === '--version') {
  const { default: about } = await import('#package.json', { with: { type: 'json' } })
  process.stdout.write(`${about.version}\n`)
} else {
  refuse(`nguon: '${name}' is not a command.\n\n${HELP}`)
}
