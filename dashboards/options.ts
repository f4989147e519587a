import { parseArgs } from 'node:util'

import { NguonError, toMessage } from '#domain/error.ts'

import { ENGINES, type Engine } from './model.ts'

export const HELP = `nguon dashboards <build | push | try> [options]

  build               write dashboards and Grafana's provisioning files to dashboards/generated
  push                put the dashboards on a running Grafana
  try                 run every query of every panel with every value of every variable, and report

  --engine ${ENGINES.join('|')}
                      where the readings are; default: what NGUON_INFLUX_URL says
  --grafana URL       push: where Grafana is
  --token-file FILE   push: file with a service account token that may edit dashboards
  --days 7            try: how far to look back
  --prometheus URL    try: the Prometheus that scrapes /metrics; without it the platform's own dashboard is left out
  --help              this text

push and try take the platform's place from NGUON_* variables, as the services do.
`

export interface DashboardOptions {
  readonly command: 'build' | 'push' | 'try' | 'help'
  readonly engine: Engine | undefined
  readonly grafana: string
  readonly tokenFile: string
  readonly days: number
  readonly prometheus: string
}

const COMMANDS = ['build', 'push', 'try'] as const
const DAYS_MAX = 3_660

export function parseOptions(args: readonly string[]): DashboardOptions {
  const { values, positionals } = parse(args)
  const command = COMMANDS.find((name) => name === positionals[0])
  if (values.help === true) return toOptions('help', values)
  if (command === undefined || positionals.length > 1) {
    throw wrong(
      `'${positionals.join(' ')}' is no command; accepted is one of ${COMMANDS.join(', ')}`,
    )
  }
  return toOptions(command, values)
}

type Values = ReturnType<typeof parse>['values']

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    engine: text,
    grafana: text,
    'token-file': text,
    days: text,
    prometheus: text,
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw wrong(toMessage(error))
  }
}

function toOptions(command: DashboardOptions['command'], values: Values): DashboardOptions {
  const engine = ENGINES.find((each) => each === values.engine)
  if (values.engine !== undefined && engine === undefined) {
    throw wrong(`--engine is '${values.engine}'; accepted is one of ${ENGINES.join(', ')}`)
  }
  const days = Number(values.days ?? 7)
  if (!(days > 0 && days <= DAYS_MAX)) {
    throw wrong(`--days is '${values.days}'; accepted is a number up to ${DAYS_MAX}`)
  }
  const { grafana = '', prometheus = '', 'token-file': tokenFile = '' } = values
  if (command === 'push' && (grafana === '' || tokenFile === '')) {
    throw wrong('push needs --grafana and --token-file')
  }
  return { command, engine, grafana, tokenFile, days, prometheus }
}

function wrong(detail: string): NguonError {
  return new NguonError('ARGUMENTS', detail)
}
