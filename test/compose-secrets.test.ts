import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { expect, test } from 'vitest'

import { readConfiguration } from '#service/configuration.ts'

import { readComposeFile, ROOT } from './compose-file.ts'
import { openSecretMaker, SECRETS } from './compose-secrets.ts'

const compose = await readComposeFile()

test('the script makes what docker-compose.yml names, random, for nobody else on this machine', async () => {
  await using maker = await openSecretMaker()
  expect(maker.run()).toMatchObject({ status: 0, stderr: '' })
  const made = (await readdir(maker.secrets)).toSorted()
  expect(made).toEqual(Object.keys(compose.secrets).toSorted())
  for (const [name, { file }] of Object.entries(compose.secrets)) {
    expect(file).toBe(`./secrets/${name}`)
  }
  const texts = await Promise.all(
    made.map((name) => readFile(path.join(maker.secrets, name), 'utf8')),
  )
  for (const text of texts) expect(text).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(texts).size).toBe(texts.length)
  const modeOf = async (file: string) => (await stat(file)).mode & 0o777
  expect(await modeOf(maker.secrets)).toBe(0o700)
  // The users of the containers are others, and Docker mounts the file, not the folder.
  for (const name of made) expect(await modeOf(path.join(maker.secrets, name))).toBe(0o444)
})

test('run again it keeps what there is and makes what is missing', async () => {
  await using maker = await openSecretMaker()
  maker.run()
  const first = await readFile(path.join(maker.secrets, 'admin_token'), 'utf8')
  const influx = path.join(maker.secrets, 'influxdb_token')
  // Half a secret, as a power cut would leave it where it was not written whole.
  await writeFile(`${influx}.new`, 'ab')
  expect(maker.run().stdout).toContain('kept secrets/admin_token')
  expect(await readFile(path.join(maker.secrets, 'admin_token'), 'utf8')).toBe(first)
  expect(await readFile(influx, 'utf8')).toHaveLength(64)
})

test.each(compose.ours)(
  '%s accepts its environment with these secrets',
  async (_, { environment }) => {
    await using maker = await openSecretMaker()
    maker.run()
    const env = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(SECRETS, maker.secrets),
      ]),
    )
    const { api, influx } = readConfiguration(env)
    const held = async (variable: string) =>
      variable in env ? await readFile(env[variable] ?? '', 'utf8') : ''
    expect(api.adminToken).toBe(await held('NGUON_ADMIN_TOKEN_FILE'))
    expect(influx?.token ?? '').toBe(await held('NGUON_INFLUX_TOKEN_FILE'))
  },
)

test.each(['.gitignore', '.dockerignore'])('%s keeps secrets and settings out', async (file) => {
  const lines = (await readFile(path.join(ROOT, file), 'utf8')).split('\n')
  for (const name of ['secrets', 'data', 'nguon.env']) {
    expect(lines.map((line) => line.replace(/\/$/, ''))).toContain(name)
  }
})
