import { setTimeout as sleep } from 'node:timers/promises'

import { connectAsync } from 'mqtt'
import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'

import { DAY, SECOND } from '#domain/time.ts'
import { formatReadingsTopic } from '#domain/topic.ts'
import { createFleet } from '#simulators/fleet.ts'
import { createTrouble } from '#simulators/troubles.ts'

import { MailServer } from './channel-mail-server.ts'
import { findFreePorts } from './free-ports.ts'
import { startPlatform, type Platform, type ServiceName } from './platform-fixture.ts'

vi.setConfig({ testTimeout: 180_000 })

const alarms = z.object({ items: z.array(z.object({ id: z.number(), limit: z.string() })) })
const events = z.object({
  items: z.array(z.object({ kind: z.string(), by: z.string().nullable() })),
})
const words = (text: string) => ({ vi: text, en: text })

const sirenState = z.object({ priority: z.string().nullable(), unacknowledged: z.number() })

/** As hot as the vat of a limit may be, with delays of a second so that a test may wait for them. */
const TOO_HOT = {
  name: words('Bể quá nóng'),
  placeKinds: ['vat'],
  channels: ['temperature/top'],
  measure: { kind: 'value' },
  side: 'high',
  levels: [{ bound: 45, priority: 'high', onDelay: '1s' }],
  deadband: 1,
  offDelay: '1s',
  maxTimeShelved: 'PT1H',
  cause: words('Bơm chạy mãi'),
  consequence: words('Cháy mắm'),
  response: words('Tắt bơm'),
  timeToRespond: 'PT1H',
  source: words('Thử'),
  approvedBy: 'Lan',
  reason: 'thử',
}

async function put(platform: Platform, target: string, body: object): Promise<void> {
  const response = await platform.ask(`/api/v1/${target}`, {
    method: 'PUT',
    body: JSON.stringify(body),
  })
  expect([target, response.status, await response.text()]).toEqual([
    target,
    201,
    expect.any(String),
  ])
}

async function post(platform: Platform, target: string, body: object): Promise<void> {
  const response = await platform.ask(`/api/v1/${target}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  expect([target, response.status, await response.text()]).toEqual([
    target,
    201,
    expect.any(String),
  ])
}

/** A platform with a vat, Lan who is told first and Minh who is told when she does not answer, and a mail server. */
async function openStory() {
  const mail = await MailServer.open({ disabledCommands: ['STARTTLS', 'AUTH'] })
  onTestFinished(() => mail[Symbol.asyncDispose]())
  // Where links and the vat find them again when they were killed and are back.
  const [apiPort, mqttPort] = await findFreePorts(2)
  const env = {
    NGUON_API_PORT: String(apiPort),
    NGUON_MQTT_PORT: String(mqttPort),
    NGUON_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    NGUON_SMTP_FROM: 'Nguồn <nguon@example.vn>',
  }
  const platform = await startPlatform({ env })
  onTestFinished(() => platform[Symbol.asyncDispose]())
  await post(platform, 'sites', { id: 'phu-khuong', name: words('Phú Khương') })
  const vat = { id: 'vat-7', site: 'phu-khuong', kind: 'vat', name: words('Bể 7') }
  await post(platform, 'places', vat)
  const secret = await platform.enrol('pk-vat-07')
  await post(platform, 'installations', { device: 'pk-vat-07', place: 'vat-7', from: '2026-01-01' })
  await put(platform, 'limits/too-hot', TOO_HOT)
  for (const id of ['lan', 'minh']) {
    const addresses = [{ channel: 'email', address: `${id}@example.vn` }]
    await put(platform, `people/${id}`, { name: id, addresses })
  }
  const steps = [
    { after: 'PT0S', to: [{ person: 'lan' }] },
    { after: '2s', to: [{ person: 'minh' }] },
  ]
  await put(platform, 'notification-routes/vats', { placeKinds: ['vat'], steps })
  return { platform, mail, secret }
}

/** What the simulated vat measured in an afternoon, overheating or not, one sample after the other. */
function* simulateVat(overheats: boolean): Generator<object> {
  const from = Date.UTC(2026, 5, 1, 5)
  const device = createFleet(1).find(({ id }) => id === 'pk-vat-07')
  if (device === undefined) throw new Error('there is no such vat')
  // The collector's pump has been running for twelve days.
  const window = { from: from - 12 * DAY, until: from + 90 * DAY }
  const overheat = createTrouble('pump-never-stops', window)
  const source = overheats ? overheat(device.source) : device.source
  for (const { values } of source(from, from + 30 * DAY)) yield values
}

/** The vat speaks, five times a second, until it is told to change or to stop; it comes back whenever it is cut off. */
async function speak(platform: Platform, secret: string) {
  const { addresses } = await platform.runFile('gateway')
  const client = await connectAsync(addresses['mqtt'] ?? '', {
    clientId: 'pk-vat-07',
    username: 'pk-vat-07',
    password: secret,
    reconnectPeriod: 100,
  })
  client.on('error', () => {})
  let samples = simulateVat(true)
  const silence = new AbortController()
  const run = async () => {
    while (!silence.signal.aborted) {
      const { value } = samples.next()
      // What is not acknowledged is said again; nobody waits for it.
      client.publish(formatReadingsTopic('pk-vat-07'), JSON.stringify(value), { qos: 1 })
      await sleep(200)
    }
  }
  const running = run()
  return {
    coolDown: () => {
      samples = simulateVat(false)
    },
    [Symbol.asyncDispose]: async () => {
      silence.abort()
      await running
      await client.endAsync(true)
    },
  }
}

/** What a siren at the vat hears, in order: the worst priority that is open, and whether somebody has to answer. */
async function listen(platform: Platform): Promise<string[]> {
  const heard: string[] = []
  const secret = await platform.enrol('siren')
  await post(platform, 'installations', { device: 'siren', place: 'vat-7', from: '2026-01-01' })
  const { addresses } = await platform.runFile('gateway')
  const client = await connectAsync(addresses['mqtt'] ?? '', {
    clientId: 'siren',
    username: 'siren',
    password: secret,
  })
  onTestFinished(() => client.endAsync(true))
  client.on('message', (_topic, payload) => {
    const { priority, unacknowledged } = sirenState.parse(JSON.parse(payload.toString()))
    const state = `${priority} ${unacknowledged}`
    if (heard.at(-1) !== state) heard.push(state)
  })
  await client.subscribeAsync('nguon/alarms/phu-khuong/vat-7', { qos: 1 })
  return heard
}

/** Who got which letters, as `lan Báo động`, each once however often it was delivered. */
function told(mail: MailServer): string[] {
  const seen = new Map<string, string>()
  for (const { source, recipients } of mail.letters) {
    const id = /^Message-ID: (.*)$/im.exec(source)?.[1] ?? ''
    const text = decode(source)
    const kind = /(Báo động|Nhắc lại|Chuyển lên|Đã hết)/.exec(text)?.[1] ?? text
    seen.set(id, `${recipients[0]?.split('@')[0]} ${kind}`)
  }
  return [...seen.values()]
}

/** The plain text of a letter; lines that were folded are whole again. */
function decode(source: string): string {
  const [, encoding = '', rest = ''] =
    /Content-Type: text\/plain[^]*?Content-Transfer-Encoding: (\S+)\r\n([^]*?)\r\n--/i.exec(
      source,
    ) ?? []
  const body = rest.replace(/^[^]*?\r\n\r\n/, '')
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  const joined = body.replaceAll('=\r\n', '')
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}

function linkOf(mail: MailServer, person: string): string {
  const letters = mail.letters.filter(({ recipients }) => recipients[0]?.startsWith(person))
  const link = /http:\/\/\S+\/a\/\S+/.exec(letters.map(({ source }) => decode(source)).join('\n'))
  return link?.[0] ?? ''
}

async function until(look: () => unknown): Promise<void> {
  await vi.waitFor(look, { timeout: 60_000, interval: 100 })
}

const PHASES =
  'normal,pending,active-unacknowledged,active-acknowledged,clearing,cleared-unacknowledged'

/** The life of the one alarm that there is, as its history tells it. */
async function readLife(platform: Platform): Promise<string[]> {
  const all = await platform.get(`/api/v1/alarms?phase=${PHASES}`, alarms)
  const ours = all.items.filter(({ limit }) => limit === 'too-hot')
  expect(ours).toHaveLength(1)
  const { items } = await platform.get(`/api/v1/alarms/${ours[0]?.id}/events`, events)
  return items.map(({ kind, by }) => (by === null ? kind : `${kind} by ${by}`))
}

async function liveThrough(
  { platform, mail, secret }: Awaited<ReturnType<typeof openStory>>,
  disturb: () => Promise<void>,
): Promise<void> {
  await using vat = await speak(platform, secret)
  await until(() => expect(told(mail)).toContain('lan Báo động'))
  await disturb()
  await until(() => expect(told(mail)).toContain('minh Chuyển lên'))
  await disturb()
  await until(async () => {
    const response = await fetch(linkOf(mail, 'minh'), { method: 'POST' })
    expect(response.status).toBe(200)
  })
  await disturb()
  vat.coolDown()
  await until(() => expect(told(mail)).toContain('minh Đã hết'))
  await until(() => expect(told(mail)).toContain('lan Đã hết'))
}

const LIFE = ['pended', 'raised', 'acknowledged by minh', 'clearing', 'cleared']
const LETTERS = ['lan Báo động', 'lan Đã hết', 'minh Chuyển lên', 'minh Đã hết']

test('a vat overheats: the producer is told, then the manager, who answers by a tap; it clears, and all of it is kept', async () => {
  const story = await openStory()
  const heard = await listen(story.platform)
  await liveThrough(story, async () => {})
  await until(() => expect(heard).toEqual(['null 0', 'high 1', 'high 0', 'null 0']))
  expect(await readLife(story.platform)).toEqual(LIFE)
  expect(told(story.mail).toSorted()).toEqual(LETTERS)
  expect(story.mail.letters).toHaveLength(LETTERS.length)
})

test('the same while one service after the other is killed', async () => {
  const story = await openStory()
  const services: ServiceName[] = ['alarms', 'ingest', 'alarms', 'api', 'gateway']
  await liveThrough(story, async () => {
    for (const service of services.splice(0, 2)) {
      const { pid } = await story.platform.runFile(service)
      await sleep(Math.random() * SECOND)
      await story.platform.kill(service, 'SIGKILL')
      await story.platform.untilBack(service, pid)
    }
  })
  expect(await readLife(story.platform)).toEqual(LIFE)
  expect(told(story.mail).toSorted()).toEqual(LETTERS)
})
