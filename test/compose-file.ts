import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { parse } from 'yaml'
import { z } from 'zod'

export const ROOT = path.resolve(import.meta.dirname, '..')

/** What docker-compose.yml may say of a service; strict, so that nothing in it goes unlooked at. */
const serviceShape = z.strictObject({
  image: z.string(),
  build: z.literal('.').optional(),
  profiles: z.array(z.string()).default([]),
  user: z.string(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  env_file: z.array(z.object({ path: z.string(), required: z.literal(false) })).default([]),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.strictObject({
    test: z.array(z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.number(),
    start_period: z.string(),
    start_interval: z.string(),
  }),
  restart: z.literal('unless-stopped'),
  init: z.literal(true),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  mem_limit: z.string().regex(/^\d+[mg]$/),
  cpus: z.number().positive().max(1),
  pids_limit: z.number().positive(),
  tmpfs: z.array(z.string().regex(/:size=\d+m,/)),
  ulimits: z.object({ nofile: z.number() }).optional(),
  stop_grace_period: z.string().optional(),
  logging: z.object({
    driver: z.literal('json-file'),
    options: z.object({ 'max-size': z.string(), 'max-file': z.string() }),
  }),
})
export type ComposeService = z.output<typeof serviceShape>

const composeShape = z.object({
  services: z.record(z.string(), serviceShape),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
})

export async function readComposeFile() {
  const text = await readFile(path.join(ROOT, 'docker-compose.yml'), 'utf8')
  const whole = composeShape.parse(parse(withDefaults(text), { merge: true }))
  const services = Object.entries(whole.services)
  return {
    ...whole,
    services,
    /** Those that run our image. */
    ours: services.filter(([, { build }]) => build !== undefined),
    service: (name: string): ComposeService => {
      const found = whole.services[name]
      if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
      return found
    },
  }
}

/** As Compose reads `${NAME:-default}` when nobody has set NAME. */
function withDefaults(text: string): string {
  return text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')
}

const scrapeShape = z.object({
  scrape_configs: z.tuple([
    z.strictObject({
      job_name: z.string(),
      metrics_path: z.string(),
      authorization: z.strictObject({ credentials_file: z.string() }).optional(),
      static_configs: z.tuple([z.object({ targets: z.tuple([z.string()]) })]),
    }),
  ]),
})

/** What Prometheus asks, and the secret that it shows, if any. */
export async function readScrape() {
  const text = await readFile(path.join(ROOT, 'containers/prometheus.yml'), 'utf8')
  const [job] = scrapeShape.parse(parse(text)).scrape_configs
  return {
    url: `http://${job.static_configs[0].targets[0]}${job.metrics_path}`,
    secret: job.authorization && path.basename(job.authorization.credentials_file),
  }
}
