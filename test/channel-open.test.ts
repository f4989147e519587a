import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { pino } from 'pino'
import { expect, test } from 'vitest'

import { openChannels } from '#alarms/channels/open.ts'
import { CHANNELS } from '#domain/notification/notice.ts'
import { readConfiguration } from '#service/configuration.ts'
import { openWebPushKeys } from '#service/web-push-keys.ts'

const log = pino({ level: 'silent' })
/** Addresses at which nobody listens: what is opened must not need them. */
const ALL = {
  NGUON_SMTP_URL: 'smtp://user:password@127.0.0.1:1',
  NGUON_SMTP_FROM: 'Nguồn <nguon@example.vn>',
  NGUON_WEB_PUSH_CONTACT: 'mailto:nguon@example.vn',
  NGUON_ZALO_APP_ID: '4291763606161179100',
  NGUON_ZALO_SECRET: 'app-secret',
  NGUON_ZALO_REFRESH_TOKEN: 'granted',
  NGUON_ZALO_OAUTH_URL: 'http://127.0.0.1:1/',
  NGUON_ZALO_ZNS_TEMPLATE: '330875',
  NGUON_SMS_URL: 'http://127.0.0.1:1/?to={phone}&text={text}',
  NGUON_TELEGRAM_TOKEN: '123:token',
  NGUON_TELEGRAM_URL: 'http://127.0.0.1:1',
}

async function openFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-channels-'))
  return {
    folder,
    credentials: path.join(folder, 'credentials'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

function read(folder: string, env: Record<string, string>) {
  return readConfiguration({ NGUON_DATA: folder, ...env }).channels
}

test('all channels open when they are configured, and none needs its provider for it', async () => {
  await using data = await openFolder()
  await using channels = await openChannels(read(data.folder, ALL), log)
  expect([...channels.byName.keys()].toSorted()).toEqual(Object.keys(CHANNELS).toSorted())
  for (const [name, channel] of channels.byName) expect(channel.name).toBe(name)
})

test('what is not configured is off', async () => {
  await using data = await openFolder()
  await using none = await openChannels(read(data.folder, {}), log)
  expect([...none.byName.keys()]).toEqual(['webhook'])
  await using noTemplate = await openChannels(
    read(data.folder, { ...ALL, NGUON_ZALO_ZNS_TEMPLATE: '' }),
    log,
  )
  expect(noTemplate.byName.has('zalo-oa')).toBe(true)
  expect(noTemplate.byName.has('zalo-zns')).toBe(false)
})

test('keys are made once, for nobody else on this machine', async () => {
  await using data = await openFolder()
  {
    await using channels = await openChannels(read(data.folder, ALL), log)
    expect(channels.byName.size).toBeGreaterThan(0)
  }
  const { publicKey } = await openWebPushKeys(data.credentials)
  expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65)
  const names = (await readdir(data.credentials)).toSorted()
  expect(names).toEqual(['web-push', 'webhook'])
  for (const name of names) {
    expect((await stat(path.join(data.credentials, name))).mode & 0o777).toBe(0o600)
  }
  await using again = await openChannels(read(data.folder, ALL), log)
  expect(again.byName.size).toBeGreaterThan(0)
  expect((await openWebPushKeys(data.credentials)).publicKey).toBe(publicKey)
})
