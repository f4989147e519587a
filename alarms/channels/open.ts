import path from 'node:path'

import type { Logger } from 'pino'

import type { ChannelName } from '#domain/notification/notice.ts'
import type { Configuration } from '#service/configuration.ts'
import { ensureSecretFile } from '#service/secret-file.ts'
import { openWebPushKeys } from '#service/web-push-keys.ts'

import type { Channel } from './contract.ts'
import { createEmail } from './email.ts'
import { createSms } from './sms.ts'
import { createTelegram } from './telegram.ts'
import { createWebPush } from './web-push.ts'
import { createWebhook } from './webhook.ts'
import { createZaloOa } from './zalo-oa.ts'
import { ZaloToken } from './zalo-token.ts'
import { createZaloZns } from './zalo-zns.ts'

export type ChannelsConfiguration = Configuration['channels']

/** The channels that are configured; one that is not there is off. Closing it closes them. */
export interface Channels extends AsyncDisposable {
  readonly byName: ReadonlyMap<ChannelName, Channel>
}

/** Opens nothing to the network: a provider that is down does not stop the start. */
export async function openChannels(
  configuration: ChannelsConfiguration,
  log: Logger,
): Promise<Channels> {
  await using opening = new AsyncDisposableStack()
  const { email, sms, telegram } = configuration
  const channels = [
    email && createEmail(email),
    await openWebPush(configuration),
    ...(await openZalo(configuration, log, opening)),
    sms && createSms(sms),
    telegram && createTelegram(telegram),
    createWebhook({ secret: await readWebhookSecret(configuration) }),
  ].filter((channel) => channel !== undefined)
  for (const channel of channels) opening.use(channel)
  const resources = opening.move()
  return {
    byName: new Map(channels.map((channel) => [channel.name, channel])),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function openWebPush({ webPush, credentialsFolder }: ChannelsConfiguration) {
  if (webPush === undefined) return undefined
  return createWebPush({ ...webPush, keys: await openWebPushKeys(credentialsFolder) })
}

async function openZalo(
  { zalo, credentialsFolder }: ChannelsConfiguration,
  log: Logger,
  opening: AsyncDisposableStack,
): Promise<Channel[]> {
  if (zalo === undefined) return []
  const file = path.join(credentialsFolder, 'zalo-token.json')
  const token = opening.use(await ZaloToken.open({ ...zalo, file, log }))
  const { oaUrl, znsUrl, znsTemplate: template, znsFields: fields } = zalo
  const oa = createZaloOa({ token, url: oaUrl })
  return template === '' ? [oa] : [createZaloZns({ token, url: znsUrl, template, fields }), oa]
}

async function readWebhookSecret({ webhookSecret, credentialsFolder }: ChannelsConfiguration) {
  if (webhookSecret !== '') return webhookSecret
  const { secret } = await ensureSecretFile(path.join(credentialsFolder, 'webhook'))
  return `whsec_${Buffer.from(secret, 'base64url').toString('base64')}`
}
