import path from 'node:path'

import { NguonError } from '#domain/error.ts'
import { DAY, HOUR } from '#domain/time.ts'

import { findChannelContradictions, toChannels } from './channels-configuration.ts'
import { readSecretFiles } from './secret-variables.ts'
import type { Variable } from './variable.ts'
import { VARIABLES } from './variables.ts'

type Name = keyof typeof VARIABLES
type Values = { readonly [K in Name]: (typeof VARIABLES)[K] extends Variable<infer T> ? T : never }
type Environment = Readonly<Record<string, string | undefined>>

/** What the services are told; read once, at the start. */
export type Configuration = ReturnType<typeof toConfiguration>

/** Throws a NguonError that names every wrong variable, what was received and what is accepted. */
export function readConfiguration(given: Environment): Configuration {
  const { env, problems: unread } = readSecretFiles(given)
  const problems = [...findUnknown(given), ...unread, ...findWrong(env)]
  if (problems.length === 0) problems.push(...findContradictions(env))
  if (problems.length > 0) throw new NguonError('CONFIGURATION', problems.join('\n'))
  return toConfiguration(readVariables(env))
}

function findUnknown(env: Environment): string[] {
  const isUnknown = (name: string) =>
    name.startsWith('NGUON_') && !/^NGUON_(TEST|BENCH)_/.test(name) && !(name in VARIABLES)
  return Object.keys(env)
    .filter(isUnknown)
    .map(
      (name) =>
        `${name} is not a variable of Nguồn. Known are: ${Object.keys(VARIABLES).join(', ')}.`,
    )
}

function findWrong(env: Environment): string[] {
  return Object.entries(VARIABLES)
    .filter(([name, variable]) => !variable.schema.safeParse(env[name]).success)
    .map(
      ([name, variable]) =>
        `${name} ${show(env[name], variable)}; accepted is ${variable.accepted}.`,
    )
}

function show(received = '', { secret }: Variable<unknown>): string {
  if (secret === true) return `holds ${received.length} characters`
  // What stands before an @ in an address may be a password.
  return `is '${received.replace(/\/\/.*@/, '//…@')}'`
}

function findContradictions(env: Environment): string[] {
  return [...findHalfTls(env), ...findChannelContradictions(env)]
}

function findHalfTls(env: Environment): string[] {
  const hasKey = Boolean(env['NGUON_TLS_KEY'])
  if (hasKey === Boolean(env['NGUON_TLS_CERT'])) return []
  const [given, missing] = hasKey ? ['KEY', 'CERT'] : ['CERT', 'KEY']
  return [`NGUON_TLS_${given} is given without NGUON_TLS_${missing}; TLS needs both, or neither.`]
}

/** The value of each variable; throws on a wrong one. */
export function readVariables(env: Environment): Values {
  const read = ([name, variable]: [string, Variable<unknown>]) => [
    name,
    variable.schema.parse(env[name]),
  ]
  return Object.fromEntries(Object.entries(VARIABLES).map(read)) as Values
}

function toConfiguration(v: Values) {
  const data = path.resolve(v.NGUON_DATA)
  return {
    data,
    timezone: v.NGUON_TIMEZONE,
    logLevel: v.NGUON_LOG_LEVEL,
    mqtt: toMqtt(v),
    journal: {
      path: path.join(data, 'journal.db'),
      bytesMax: v.NGUON_JOURNAL_BYTES_MAX,
      retention: v.NGUON_JOURNAL_RETENTION_HOURS * HOUR,
    },
    registryPath: path.join(data, 'registry.db'),
    tracePath: path.join(data, 'trace.db'),
    attachmentsFolder: path.join(data, 'attachments'),
    readingsPath: path.join(data, 'readings.db'),
    channelsPerDeviceMax: v.NGUON_CHANNELS_PER_DEVICE_MAX,
    retention: {
      raw: toDays(v.NGUON_RAW_RETENTION_DAYS),
      hourly: toDays(v.NGUON_HOURLY_RETENTION_DAYS),
    },
    messageRetention: toDays(v.NGUON_MESSAGE_RETENTION_DAYS),
    evidence: {
      path: path.join(data, 'evidence.db'),
      archiveFolder: path.join(data, 'archive'),
      credentialsFolder: path.join(data, 'credentials'),
      retention: toDays(v.NGUON_ARCHIVE_RETENTION_DAYS),
      timeStampUrl: v.NGUON_TIMESTAMP_URL,
    },
    influx: v.NGUON_INFLUX_URL === '' ? undefined : toInflux(v),
    api: {
      host: v.NGUON_API_HOST,
      port: v.NGUON_API_PORT,
      adminToken: v.NGUON_ADMIN_TOKEN,
      provinceHeader: v.NGUON_PROVINCE_HEADER.toLowerCase(),
    },
    links: { publicUrl: v.NGUON_PUBLIC_URL.replace(/\/+$/, ''), key: v.NGUON_LINK_KEY },
    channels: toChannels(v, data),
    alarms: { secret: v.NGUON_ALARMS_SECRET, gatewayUrl: v.NGUON_GATEWAY_URL },
    advertisedHost: v.NGUON_ADVERTISED_HOST,
    status: {
      host: v.NGUON_STATUS_HOST,
      gatewayPort: v.NGUON_GATEWAY_STATUS_PORT,
      alarmsPort: v.NGUON_ALARMS_STATUS_PORT,
      ingestPort: v.NGUON_INGEST_STATUS_PORT,
    },
  } as const
}

function toMqtt(v: Values) {
  return {
    host: v.NGUON_MQTT_HOST,
    port: v.NGUON_MQTT_PORT,
    wsPort: v.NGUON_WS_PORT,
    tlsHost: v.NGUON_MQTTS_HOST === '' ? v.NGUON_MQTT_HOST : v.NGUON_MQTTS_HOST,
    tlsPort: v.NGUON_MQTTS_PORT,
    tls:
      v.NGUON_TLS_KEY === '' ? undefined : { keyPath: v.NGUON_TLS_KEY, certPath: v.NGUON_TLS_CERT },
    payloadBytesMax: v.NGUON_PAYLOAD_BYTES_MAX,
    messagesPerSecondMax: v.NGUON_MESSAGES_PER_SECOND_MAX,
    connectionsMax: v.NGUON_CONNECTIONS_MAX,
    unauthenticatedPerAddressMax: v.NGUON_UNAUTHENTICATED_PER_ADDRESS_MAX,
    topicLevelsMax: v.NGUON_TOPIC_LEVELS_MAX,
    keepaliveSecondsMax: v.NGUON_KEEPALIVE_SECONDS_MAX,
  } as const
}

function toInflux(v: Values) {
  return {
    url: v.NGUON_INFLUX_URL,
    version: v.NGUON_INFLUX_VERSION,
    database: v.NGUON_INFLUX_DATABASE,
    organization: v.NGUON_INFLUX_ORG,
    token: v.NGUON_INFLUX_TOKEN,
    user: v.NGUON_INFLUX_USER,
    password: v.NGUON_INFLUX_PASSWORD,
  } as const
}

/** 0 days means for ever. */
function toDays(days: number): number | null {
  return days === 0 ? null : days * DAY
}
