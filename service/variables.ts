import { CHANNEL_VARIABLES } from './channel-variables.ts'
import {
  choice,
  gatewayUrl,
  headerName,
  httpUrl,
  integer,
  port,
  secretFile,
  secretText,
  text,
  timezone,
  token,
} from './variable.ts'

const KIB = 1024
const GIB = KIB * KIB * KIB

/** Every variable that Nguồn reads. The README's table says the same, and a test compares them. */
export const VARIABLES = {
  NGUON_DATA: text('./data', 'Folder of everything that is kept; back this up'),
  NGUON_TIMEZONE: timezone('Asia/Ho_Chi_Minh', 'Zone whose midnight begins a stored day'),
  NGUON_LOG_LEVEL: choice(
    ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'],
    'How much the services log',
  ),

  NGUON_MQTT_HOST: text(
    '127.0.0.1',
    'Address the MQTT listeners bind to; 0.0.0.0 opens them to the network, also without TLS',
  ),
  NGUON_MQTT_PORT: port(1883, 'MQTT over TCP'),
  NGUON_WS_PORT: port(8083, 'MQTT over WebSocket'),
  NGUON_MQTTS_HOST: text(
    '',
    'Address the TLS listener binds to; 0.0.0.0 opens it alone; empty = that of NGUON_MQTT_HOST',
  ),
  NGUON_MQTTS_PORT: port(8883, 'MQTT over TLS, open only when key and certificate are given'),
  NGUON_TLS_KEY: text(
    '',
    'PEM file of the private key; with NGUON_TLS_CERT it opens the TLS listener',
  ),
  NGUON_TLS_CERT: text('', 'PEM file of the certificate chain'),

  NGUON_PAYLOAD_BYTES_MAX: integer(
    64 * KIB,
    [64, 16_777_216],
    'Bytes of one payload; a larger one closes the connection',
  ),
  NGUON_MESSAGES_PER_SECOND_MAX: integer(
    50,
    [1, 1_000_000],
    'Messages per second of one device; above it the device is read more slowly, nothing is lost',
  ),
  NGUON_CONNECTIONS_MAX: integer(
    20_000,
    [1, 1_000_000],
    'Open connections; one more is closed at once',
  ),
  NGUON_UNAUTHENTICATED_PER_ADDRESS_MAX: integer(
    200,
    [1, 100_000],
    'Connections of one address that have not authenticated yet; one more is closed at once',
  ),
  NGUON_TOPIC_LEVELS_MAX: integer(
    8,
    [4, 100],
    'Levels of a topic; a deeper one closes the connection',
  ),
  NGUON_KEEPALIVE_SECONDS_MAX: integer(
    3_600,
    [10, 65_535],
    'Longest keep-alive, seconds; a device that asks for a longer one or none is watched as if it had asked for this',
  ),

  NGUON_JOURNAL_BYTES_MAX: integer(
    4 * GIB,
    // What the gateway holds in memory for one commit (64 MiB) must fit, or it would wait for ever.
    [GIB / 4, 1024 * GIB],
    'Bytes of the journal; full of unused messages, devices get no acknowledgement until there is room',
  ),
  NGUON_JOURNAL_RETENTION_HOURS: integer(
    168,
    [0, 87_600],
    'Hours that raw messages stay after they were used; less where the journal is above 80 % of its bytes',
  ),
  NGUON_CHANNELS_PER_DEVICE_MAX: integer(
    200,
    [1, 10_000],
    'Channels of one device; values of one more are rejected',
  ),
  NGUON_RAW_RETENTION_DAYS: integer(730, [0, 36_500], 'Days that readings are kept; 0 = for ever'),
  NGUON_HOURLY_RETENTION_DAYS: integer(
    0,
    [0, 36_500],
    'Days that hourly roll-ups are kept; 0 = for ever',
  ),
  NGUON_MESSAGE_RETENTION_DAYS: integer(
    400,
    [0, 36_500],
    'Days that it is kept who was told of an alarm, after it was over; 0 = for ever',
  ),

  NGUON_ARCHIVE_RETENTION_DAYS: integer(
    2_190,
    [0, 36_500],
    'Days that archived raw messages are kept; 0 = for ever. Their hashes and the signed tree heads always stay',
  ),
  NGUON_TIMESTAMP_URL: httpUrl(
    '',
    'Time-stamp authority (RFC 3161) that confirms when a tree head was signed; empty = none is asked',
  ),

  NGUON_INFLUX_URL: httpUrl(
    'NGUON_INFLUX_USER and NGUON_INFLUX_PASSWORD',
    'InfluxDB that keeps the readings; empty = the embedded engine',
  ),
  NGUON_INFLUX_VERSION: choice(
    ['auto', '1', '2', '3'],
    'Line of the InfluxDB server; auto asks the server',
  ),
  NGUON_INFLUX_DATABASE: text(
    'nguon',
    'Database (1.x, 3.x) or bucket (2.x); made when missing and allowed',
  ),
  NGUON_INFLUX_ORG: text('nguon', 'Organization (2.x only)'),
  NGUON_INFLUX_TOKEN: secretText('Token (2.x, 3.x)'),
  NGUON_INFLUX_TOKEN_FILE: secretFile('NGUON_INFLUX_TOKEN'),
  NGUON_INFLUX_USER: text('', 'User (1.x)'),
  NGUON_INFLUX_PASSWORD: secretText('Password (1.x)'),
  NGUON_INFLUX_PASSWORD_FILE: secretFile('NGUON_INFLUX_PASSWORD'),

  NGUON_API_HOST: text('127.0.0.1', 'Address the API binds to'),
  NGUON_API_PORT: port(8080, 'HTTP API'),
  NGUON_ADMIN_TOKEN: token(
    16,
    'Token of the API; empty = made at the first start and kept in $NGUON_DATA/admin-token',
  ),
  NGUON_ADMIN_TOKEN_FILE: secretFile('NGUON_ADMIN_TOKEN'),
  NGUON_ADVERTISED_HOST: text(
    '',
    'Name by which others reach a service that binds to 0.0.0.0; empty = they are on this machine',
  ),
  NGUON_PUBLIC_URL: httpUrl(
    '',
    'Address under which people reach the API, for links and printed codes; empty = that of the API, and no labels',
  ),
  NGUON_PROVINCE_HEADER: headerName(
    'Header in which your own proxy says the province of a scan; empty = provinces are not counted',
  ),
  NGUON_LINK_KEY: token(
    16,
    'Key that signs the links in messages; empty = made at the first start and kept in $NGUON_DATA/link-key',
  ),
  NGUON_LINK_KEY_FILE: secretFile('NGUON_LINK_KEY'),
  NGUON_STATUS_HOST: text(
    '127.0.0.1',
    'Address the status pages of gateway, ingest and alarms bind to',
  ),
  NGUON_GATEWAY_STATUS_PORT: port(0, 'Health and metrics of the gateway'),
  NGUON_ALARMS_STATUS_PORT: port(0, 'Health and metrics of the alarms'),
  NGUON_INGEST_STATUS_PORT: port(0, 'Health and metrics of the ingest'),

  NGUON_ALARMS_SECRET: token(
    16,
    'What alarms shows the gateway to reach sirens; empty = kept in $NGUON_DATA/credentials, which both read',
  ),
  NGUON_ALARMS_SECRET_FILE: secretFile('NGUON_ALARMS_SECRET'),
  NGUON_GATEWAY_URL: gatewayUrl(
    'Where alarms finds the gateway; empty = on this machine, as $NGUON_DATA/run says',
  ),

  ...CHANNEL_VARIABLES,
}
