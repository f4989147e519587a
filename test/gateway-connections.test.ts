import { PassThrough } from 'node:stream'

import { Registry as Metrics } from 'prom-client'
import { expect, test } from 'vitest'

import { Connection } from '#gateway/connection.ts'
import { Connections } from '#gateway/connections.ts'
import { Gate } from '#gateway/gate.ts'
import { DEFAULT_LIMITS } from '#gateway/limits.ts'
import { createMetrics } from '#gateway/metrics.ts'

test('a peer without connections is kept while it has a debt, and no longer', async () => {
  const limits = { ...DEFAULT_LIMITS, messagesPerSecondMax: 100 }
  const connections = new Connections(limits)
  using gate = new Gate(limits, createMetrics(new Metrics()), connections)
  const comeAndGo = (messageCount: number) => {
    const stream = new PassThrough()
    const connection = new Connection({ stream, address: '', limits, gate, onAuthenticated() {} })
    connections.claim(connection, 'vat-1')
    connection.authenticate()
    connection.allowance.spend(messageCount)
    connections.remove(connection)
  }
  comeAndGo(100)
  expect(connections.peer('vat-1')).toBeUndefined()
  comeAndGo(130)
  const peer = connections.peer('vat-1')
  expect(peer).toBeDefined()
  comeAndGo(10)
  expect(connections.peer('vat-1')).toBe(peer)
  await expect.poll(() => connections.peer('vat-1')).toBeUndefined()
})
