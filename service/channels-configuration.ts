import path from 'node:path'

import type { CHANNEL_VARIABLES } from './channel-variables.ts'
import type { Variable } from './variable.ts'

type Variables = typeof CHANNEL_VARIABLES
type Values = {
  readonly [K in keyof Variables]: Variables[K] extends Variable<infer T> ? T : never
}
type Environment = Readonly<Record<string, string | undefined>>

const ZALO = ['NGUON_ZALO_APP_ID', 'NGUON_ZALO_SECRET', 'NGUON_ZALO_REFRESH_TOKEN'] as const

/** Sentences about variables that need one another. */
export function findChannelContradictions(env: Environment): string[] {
  return [
    ...findMissing(env, ['NGUON_SMTP_URL', 'NGUON_SMTP_FROM']),
    ...findMissing(env, ZALO),
    ...findOrphan(env, 'NGUON_ZALO_ZNS_TEMPLATE', 'NGUON_ZALO_APP_ID'),
    ...findUnfilled(env),
  ]
}

/** All of them, or none. */
function findMissing(env: Environment, names: readonly string[]): string[] {
  const given = names.filter((name) => env[name]?.trim())
  const missing = names.filter((name) => !env[name]?.trim())
  if (given.length === 0 || missing.length === 0) return []
  const [isOrAre, them] = given.length === 1 ? ['is', 'it'] : ['are', 'them']
  return [
    `${given.join(' and ')} ${isOrAre} given without ${missing.join(' and ')}; give all, or leave ${them} out.`,
  ]
}

function findOrphan(env: Environment, name: string, needed: string): string[] {
  if (!env[name]?.trim() || env[needed]?.trim()) return []
  return [`${name} is given without ${needed}; give both, or leave it out.`]
}

/** An SMS that says nothing, or to nobody. */
function findUnfilled(env: Environment): string[] {
  const { NGUON_SMS_URL: url = '', NGUON_SMS_BODY: body = '' } = env
  if (url.trim() === '') return []
  return ['{phone}', '{text}']
    .filter((placeholder) => !`${url}${body}`.includes(placeholder))
    .map(
      (placeholder) => `NGUON_SMS_URL and NGUON_SMS_BODY have no ${placeholder}; one of them must.`,
    )
}

/** What is undefined is off. */
export function toChannels(v: Values, data: string) {
  return {
    credentialsFolder: path.join(data, 'credentials'),
    email: v.NGUON_SMTP_URL === '' ? undefined : { url: v.NGUON_SMTP_URL, from: v.NGUON_SMTP_FROM },
    webPush:
      v.NGUON_WEB_PUSH_CONTACT === ''
        ? undefined
        : { contact: v.NGUON_WEB_PUSH_CONTACT, services: v.NGUON_WEB_PUSH_SERVICES },
    zalo: v.NGUON_ZALO_APP_ID === '' ? undefined : toZalo(v),
    sms: v.NGUON_SMS_URL === '' ? undefined : toSms(v),
    telegram:
      v.NGUON_TELEGRAM_TOKEN === ''
        ? undefined
        : { token: v.NGUON_TELEGRAM_TOKEN, url: v.NGUON_TELEGRAM_URL },
    /** Empty: made and kept beside the others. */
    webhookSecret: v.NGUON_WEBHOOK_SECRET,
  } as const
}

function toZalo(v: Values) {
  return {
    appId: v.NGUON_ZALO_APP_ID,
    secret: v.NGUON_ZALO_SECRET,
    refreshToken: v.NGUON_ZALO_REFRESH_TOKEN,
    oauthUrl: v.NGUON_ZALO_OAUTH_URL,
    oaUrl: v.NGUON_ZALO_OA_URL,
    znsUrl: v.NGUON_ZALO_ZNS_URL,
    /** Empty: no ZNS. */
    znsTemplate: v.NGUON_ZALO_ZNS_TEMPLATE,
    znsFields: v.NGUON_ZALO_ZNS_FIELDS,
  } as const
}

function toSms(v: Values) {
  return {
    url: v.NGUON_SMS_URL,
    method: v.NGUON_SMS_METHOD,
    headers: v.NGUON_SMS_HEADERS,
    body: v.NGUON_SMS_BODY,
    success: v.NGUON_SMS_SUCCESS,
    segmentsMax: v.NGUON_SMS_SEGMENTS_MAX,
  } as const
}
