import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { readConfiguration } from '#service/configuration.ts'

import { readComposeFile, ROOT } from './compose-file.ts'
import { hasPrometheus, PROMETHEUS, whyNoPrometheus } from './prometheus.ts'

const PROMTOOL = path.join(path.dirname(PROMETHEUS), 'promtool')
const compose = await readComposeFile()

const overrideShape = z.object({
  services: z.object({
    gateway: z.object({
      environment: z.record(z.string(), z.string()),
      ports: z.array(z.string()),
    }),
  }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
})

test.runIf(hasPrometheus)(`a real Prometheus takes its configuration${whyNoPrometheus}`, () => {
  const file = path.join(ROOT, 'containers/prometheus.yml')
  const { status, stderr } = spawnSync(PROMTOOL, ['check', 'config', file], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  const options = compose.service('prometheus').command.map((option) => option.split('=')[0] ?? '')
  const help = spawnSync(PROMETHEUS, ['--help'], { encoding: 'utf8' })
  for (const option of options) expect(`${help.stdout}${help.stderr}`).toContain(option)
})

test('the override in docs/containers.md says what the gateway understands', async () => {
  const text = await readFile(path.join(ROOT, 'docs/containers.md'), 'utf8')
  const [, yaml = ''] = /```yaml\n([^`]*)```/.exec(text) ?? []
  const { services: changed, secrets } = overrideShape.parse(parse(yaml))
  const { environment, ports } = changed.gateway
  const paths = Object.keys(secrets).map((name) => `/run/secrets/${name}`)
  expect(Object.values(environment)).toEqual(paths)
  const { mqtt } = readConfiguration(environment)
  expect(mqtt.tls).toEqual({ keyPath: paths[0], certPath: paths[1] })
  expect(ports).toEqual([`0.0.0.0:${mqtt.tlsPort}:${mqtt.tlsPort}`])
})
