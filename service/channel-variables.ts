import {
  contact,
  headers,
  hosts,
  mailbox,
  providerUrl,
  secretUrl,
  webhookSecret,
  znsFields,
} from './channel-variable.ts'
import { choice, integer, secretFile, secretText, text } from './variable.ts'

/** The ways on which people are told of alarms; what is not configured is off. */
export const CHANNEL_VARIABLES = {
  NGUON_SMTP_URL: secretUrl(
    ['smtp', 'smtps'],
    'Mail server with user and password, such as smtp://user:password@mail.example.vn:587; empty = no e-mail',
  ),
  NGUON_SMTP_URL_FILE: secretFile('NGUON_SMTP_URL'),
  NGUON_SMTP_FROM: mailbox('Who letters about alarms are from; needed with NGUON_SMTP_URL'),
  NGUON_WEB_PUSH_CONTACT: contact(
    'Where push services reach the operator; empty = no notifications in browsers',
  ),
  NGUON_WEB_PUSH_SERVICES: hosts(
    'Hosts of push services that may be told beside those of Chrome, Firefox, Edge and Safari',
  ),
  NGUON_ZALO_APP_ID: text('', 'App at developers.zalo.me that an OA has granted; empty = no Zalo'),
  NGUON_ZALO_SECRET: secretText('Secret key of that app'),
  NGUON_ZALO_SECRET_FILE: secretFile('NGUON_ZALO_SECRET'),
  NGUON_ZALO_REFRESH_TOKEN: secretText(
    'Refresh token that the OA granted first; later ones are kept in $NGUON_DATA/credentials',
  ),
  NGUON_ZALO_REFRESH_TOKEN_FILE: secretFile('NGUON_ZALO_REFRESH_TOKEN'),
  NGUON_ZALO_ZNS_TEMPLATE: text('', 'Approved template of ZNS; empty = no ZNS, the OA alone'),
  NGUON_ZALO_ZNS_FIELDS: znsFields(
    'place:30,name:30,value:30,limit:30,since:30,response:200',
    'Parameters of that template and how many characters each takes',
  ),
  NGUON_ZALO_OAUTH_URL: providerUrl('https://oauth.zaloapp.com', 'Where Zalo renews tokens'),
  NGUON_ZALO_ZNS_URL: providerUrl('https://business.openapi.zalo.me', 'Where Zalo takes ZNS'),
  NGUON_ZALO_OA_URL: providerUrl('https://openapi.zalo.me', 'Where Zalo takes messages of an OA'),
  NGUON_SMS_URL: secretUrl(
    ['http', 'https'],
    'Gateway that takes an SMS as an HTTP request, with {phone}, {text} and {key} where they belong; empty = no SMS',
  ),
  NGUON_SMS_URL_FILE: secretFile('NGUON_SMS_URL'),
  NGUON_SMS_METHOD: choice(['POST', 'GET'], 'How the gateway is asked'),
  NGUON_SMS_HEADERS: headers(
    'Headers of the request; its Content-Type says how the body is filled in',
  ),
  NGUON_SMS_HEADERS_FILE: secretFile('NGUON_SMS_HEADERS'),
  NGUON_SMS_BODY: secretText(
    'Body of the request, with {phone}, {text} and {key} where they belong',
  ),
  NGUON_SMS_BODY_FILE: secretFile('NGUON_SMS_BODY'),
  NGUON_SMS_SUCCESS: text(
    '',
    'What stands in an answer of success; empty = the status of the answer says all',
  ),
  NGUON_SMS_SEGMENTS_MAX: integer(
    2,
    [1, 6],
    'Segments of one SMS, each of which is paid; what is longer ends at a word',
  ),
  NGUON_TELEGRAM_TOKEN: secretText('Token of a bot; empty = no Telegram, which Vietnam blocks'),
  NGUON_TELEGRAM_TOKEN_FILE: secretFile('NGUON_TELEGRAM_TOKEN'),
  NGUON_TELEGRAM_URL: providerUrl('https://api.telegram.org', 'Where the Bot API is found'),
  NGUON_WEBHOOK_SECRET: webhookSecret(
    'What webhooks are signed with; empty = made at the first start and kept in $NGUON_DATA/credentials',
  ),
  NGUON_WEBHOOK_SECRET_FILE: secretFile('NGUON_WEBHOOK_SECRET'),
}
