import { readFile } from 'node:fs/promises'
import path from 'node:path'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { readConfiguration, readVariables } from '#service/configuration.ts'
import type { Variable } from '#service/variable.ts'
import { VARIABLES } from '#service/variables.ts'

import { refusal } from './refused-configuration.ts'

const ALL: readonly [string, Variable<unknown>][] = Object.entries(VARIABLES)
const ANY_TEXT = 'any text'
const WHOLE_NUMBER = /^a whole number from (\d+) to (\d+)$/

/** What a whole number is not; the others are wrong each in its own way. */
const NO_NUMBERS = ['1.5', '-1', '1e3', '0x10', 'many', '1 000', '9'.repeat(16)]
const WRONG: Readonly<Record<string, readonly string[]>> = {
  NGUON_TIMEZONE: ['Asia/Ky_Anh', '7'],
  NGUON_LOG_LEVEL: ['loud', 'INFO'],
  NGUON_INFLUX_URL: ['localhost:8086', 'ftp://localhost', 'http://'],
  NGUON_TIMESTAMP_URL: ['freetsa.org', 'ftp://freetsa.org', 'http://'],
  NGUON_INFLUX_VERSION: ['4', '1.8'],
  NGUON_PUBLIC_URL: ['nguon.example', 'ftp://nguon.example', 'https://'],
  NGUON_PROVINCE_HEADER: ['X Province', 'X-Tỉnh', 'X:Y'],
  NGUON_LINK_KEY: ['short'],
  NGUON_SMTP_URL: [
    'mail.example.vn',
    'https://u:p@mail.example.vn',
    'smtp://',
    'smtp://u:100%@mail',
  ],
  NGUON_SMTP_FROM: ['Lan', 'Lan <lan>', 'lan@example.vn\nBcc: x@example.vn', 'a@b.vn, c@d.vn'],
  NGUON_WEB_PUSH_CONTACT: ['lan@example.vn', 'http://example.vn', 'mailto:lan'],
  NGUON_WEB_PUSH_SERVICES: ['https://push.example', 'a b'],
  NGUON_ZALO_ZNS_FIELDS: ['place', 'place:0', 'colour:30', 'place:30;name:30', 'place:30,'],
  NGUON_ZALO_OAUTH_URL: ['zalo.me', 'https:///oauth'],
  NGUON_ZALO_ZNS_URL: ['zalo.me', 'ftp://zalo.me'],
  NGUON_ZALO_OA_URL: ['zalo.me', 'https://'],
  NGUON_SMS_URL: ['sms.example.vn', 'smtp://sms.example.vn'],
  NGUON_SMS_METHOD: ['PUT', 'post'],
  NGUON_SMS_HEADERS: ['X-Key: a', '[]', '{"a b":"c"}', '{"a":1}', '{"a":"b\\nc"}'],
  NGUON_TELEGRAM_URL: ['telegram', 'ws://telegram'],
  NGUON_WEBHOOK_SECRET: ['whsec_', 'whsec_short', 'a-secret-that-nobody-guesses'],
  NGUON_ALARMS_SECRET: ['short', 'with a space in between'],
  NGUON_GATEWAY_URL: ['gateway:1883', 'http://gateway:1883', 'mqtt://gateway/x'],
  NGUON_ADMIN_TOKEN: ['short', 'with a space in between', 'không-phải-ascii'],
}

test.each(ALL)('%s has a default that is accepted, also when it is given empty', (name, one) => {
  const expected = one.schema.parse(undefined)
  for (const text of ['', '  ', one.fallback]) expect(one.schema.parse(text)).toEqual(expected)
  expect(refusal({ [name]: '' })).toBe('')
})

test.each(ALL.filter(([, { accepted }]) => accepted !== ANY_TEXT))(
  '%s is refused by name, with what was received and what is accepted',
  (name, { accepted, secret }) => {
    const wrong = WHOLE_NUMBER.test(accepted) ? NO_NUMBERS : (WRONG[name] ?? [])
    expect(wrong).not.toEqual([])
    for (const received of wrong) {
      const shown = secret === true ? `holds ${received.length} characters` : `is '${received}'`
      expect(refusal({ [name]: received })).toBe(`${name} ${shown}; accepted is ${accepted}.`)
    }
  },
)

test('an address of InfluxDB that holds a password is refused without showing it', () => {
  for (const user of ['grower:s3cret', 's3cret', 'a:s3cret/x', 'a@b:s3cret']) {
    const sentence = refusal({ NGUON_INFLUX_URL: `http://${user}@influx:8086/` })
    expect(sentence).toMatch(/^NGUON_INFLUX_URL is 'http:\/\/…@influx:8086\/'/)
    expect(sentence).toContain('NGUON_INFLUX_USER and NGUON_INFLUX_PASSWORD')
    expect(sentence).not.toContain('s3cret')
  }
})

test.each(ALL.filter(([, { accepted }]) => WHOLE_NUMBER.test(accepted)))(
  '%s takes every whole number within its bounds and none beyond',
  (name, { accepted }) => {
    const [, min = 0, max = 0] = (WHOLE_NUMBER.exec(accepted) ?? []).map(Number)
    const isTaken = (value: number) => refusal({ [name]: ` ${value} ` }) === ''
    fc.assert(fc.property(fc.integer({ min, max }), isTaken))
    const beyond = fc.oneof(
      fc.integer({ min: max + 1, max: 2 * max + 1 }),
      fc.integer({ max: min - 1 }),
    )
    fc.assert(fc.property(beyond, (value) => !isTaken(value)))
    expect([min, max].map(isTaken)).toEqual([true, true])
  },
)

test.each(ALL)(
  '%s stands in the README as it is',
  async (name, { accepted, fallback, meaning }) => {
    const readme = await readFile(path.resolve(import.meta.dirname, '../README.md'), 'utf8')
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` `)) ?? ''
    const [, , ...cells] = row.split('|').map((cell) => cell.trim())
    expect(cells).toEqual([fallback === '' ? '—' : `\`${fallback}\``, accepted, meaning, ''])
  },
)

test('all that is wrong is said at once', () => {
  const message = refusal({ NGUON_API_PORT: 'x', NGUON_LOG_LEVEL: 'y', NGUON_Z: 'z' })
  for (const name of ['NGUON_API_PORT', 'NGUON_LOG_LEVEL', 'NGUON_Z']) {
    expect(message).toMatch(new RegExp(`^${name} `, 'm'))
  }
})

test('an unknown variable is refused, those of tests, measurements and others are not ours', () => {
  expect(refusal({ NGUON_PORT: '1' })).toMatch(
    /^NGUON_PORT is not a variable of Nguồn\. Known are: /,
  )
  expect(refusal({ NGUON_TEST_KILLS: '1', NGUON_BENCH_SECONDS: '1', PORT: 'x' })).toBe('')
})

test.each([
  ['KEY', 'CERT'],
  ['CERT', 'KEY'],
])('a TLS %s without its %s is refused', (given, missing) => {
  const message = refusal({ [`NGUON_TLS_${given}`]: 'file.pem' })
  expect(message).toContain(`NGUON_TLS_${given} is given without NGUON_TLS_${missing}`)
})

test.each([
  [
    { NGUON_SMTP_URL: 'smtp://mail' },
    'NGUON_SMTP_URL is given without NGUON_SMTP_FROM; give all, or leave it out.',
  ],
  [
    { NGUON_ZALO_APP_ID: '1', NGUON_ZALO_SECRET: 's' },
    'NGUON_ZALO_APP_ID and NGUON_ZALO_SECRET are given without NGUON_ZALO_REFRESH_TOKEN; give all, or leave them out.',
  ],
  [
    { NGUON_ZALO_ZNS_TEMPLATE: '330875' },
    'NGUON_ZALO_ZNS_TEMPLATE is given without NGUON_ZALO_APP_ID; give both, or leave it out.',
  ],
  [
    { NGUON_SMS_URL: 'https://sms.example/{phone}' },
    'NGUON_SMS_URL and NGUON_SMS_BODY have no {text}; one of them must.',
  ],
])('a channel that is given by half is refused: %o', (env, message) => {
  expect(refusal(env)).toBe(message)
})

test('without any variable nobody is told but by webhooks, whose secret is kept with the others', () => {
  const { credentialsFolder, ...channels } = readConfiguration({}).channels
  expect(credentialsFolder).toBe(path.resolve('data/credentials'))
  expect(Object.values(channels).filter(Boolean)).toEqual([])
})

test('without any variable it listens on loopback only, and keeps everything under ./data', () => {
  const configuration = readConfiguration({})
  const { mqtt, api, status } = configuration
  const hosts = [mqtt.host, mqtt.tlsHost, api.host, status.host]
  expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']))
  expect([mqtt.port, mqtt.wsPort, mqtt.tlsPort, api.port]).toEqual([1883, 8083, 8883, 8080])
  expect(configuration.data).toBe(path.resolve('data'))
  expect(configuration.journal.path).toBe(path.resolve('data/journal.db'))
  expect(configuration.influx).toBeUndefined()
  expect(mqtt.tls).toBeUndefined()
})

test('TLS listens where plain MQTT does unless it is told otherwise', () => {
  const open = readConfiguration({ NGUON_MQTT_HOST: '0.0.0.0' }).mqtt
  expect([open.host, open.tlsHost]).toEqual(['0.0.0.0', '0.0.0.0'])
  const apart = readConfiguration({ NGUON_MQTTS_HOST: '0.0.0.0' }).mqtt
  expect([apart.host, apart.tlsHost]).toEqual(['127.0.0.1', '0.0.0.0'])
})

test('each variable reaches a value of its own', () => {
  const given = readVariables({ NGUON_MQTT_PORT: '1', NGUON_WS_PORT: '2', NGUON_API_PORT: '3' })
  const { NGUON_MQTT_PORT: mqtt, NGUON_WS_PORT: ws, NGUON_API_PORT: api } = given
  expect([mqtt, ws, api]).toEqual([1, 2, 3])
})
