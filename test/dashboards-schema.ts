import path from 'node:path'

import { Ajv } from 'ajv'
import { createGenerator } from 'ts-json-schema-generator'

const SDK = path.resolve(import.meta.dirname, '../node_modules/@grafana/grafana-foundation-sdk')

/** Grafana's own description of a dashboard, from the types of its SDK: classic is `dashboard`, v2 is `dashboardv2`. */
export function compileSchema(version: 'dashboard' | 'dashboardv2') {
  const generator = createGenerator({
    path: path.join(SDK, 'dist', version, 'types.gen.d.ts'),
    type: 'Dashboard',
    skipTypeCheck: true,
    additionalProperties: false,
  })
  const schema = Object.fromEntries(Object.entries(generator.createSchema('Dashboard')))
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema)
  return (board: unknown): string[] => {
    validate(board)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}
