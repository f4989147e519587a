import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { SECOND } from '#domain/time.ts'
import { DEFAULT_LIMITS } from '#gateway/limits.ts'

const { connectionsPerDeviceMax, subscriptionsMax, connectTimeout } = DEFAULT_LIMITS

test.for([
  ['connections of one device', connectionsPerDeviceMax],
  ['subscriptions of one connection', subscriptionsMax],
  ['seconds from connecting to a whole CONNECT, TLS handshake included', connectTimeout / SECOND],
])('docs/devices.md names the fixed limit of %s', async ([limit, value]) => {
  const devices = await readFile(join(import.meta.dirname, '../docs/devices.md'), 'utf8')
  expect(devices.replaceAll(/ {2,}/g, ' ')).toContain(`| ${limit} | ${value} |`)
})
