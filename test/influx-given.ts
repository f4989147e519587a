import { type InfluxEngine, createOptions, openEngine, VERSIONS } from './influx-engine.ts'

const env = process.env

/** The server that the contract is to be tried against besides: `NGUON_TEST_INFLUX_URL`, and `_VERSION`, `_TOKEN`, `_ORG`, `_USER`, `_PASSWORD`. */
export const givenUrl = env['NGUON_TEST_INFLUX_URL'] ?? ''

export async function openGiven(): Promise<InfluxEngine> {
  const options = createOptions({
    url: givenUrl,
    version: VERSIONS.find((version) => version === env['NGUON_TEST_INFLUX_VERSION']) ?? 'auto',
    token: env['NGUON_TEST_INFLUX_TOKEN'] ?? '',
    organization: env['NGUON_TEST_INFLUX_ORG'] ?? 'nguon',
    user: env['NGUON_TEST_INFLUX_USER'] ?? '',
    password: env['NGUON_TEST_INFLUX_PASSWORD'] ?? '',
  })
  return openEngine(options, () => dropDatabase(options.database))
}

/** Asks as each line of InfluxDB wants to be asked: 3 Core holds five databases, so none may stay. */
async function dropDatabase(database: string): Promise<void> {
  const q = new URLSearchParams({ q: `DROP DATABASE "${database}"` }).toString()
  await ask('POST', `/query?${q}`)
  for (const name of [`${database}/raw`, `${database}/hourly`]) {
    await ask(
      'DELETE',
      `/api/v3/configure/database?${new URLSearchParams({ db: name }).toString()}`,
    )
    const found = await ask('GET', `/api/v2/buckets?${new URLSearchParams({ name }).toString()}`)
    const [, id] = /"id":\s*"([0-9a-f]{16})"/.exec(found) ?? []
    if (id !== undefined) await ask('DELETE', `/api/v2/buckets/${id}`)
  }
}

async function ask(method: string, path: string): Promise<string> {
  const token = env['NGUON_TEST_INFLUX_TOKEN'] ?? ''
  const user = `${env['NGUON_TEST_INFLUX_USER'] ?? ''}:${env['NGUON_TEST_INFLUX_PASSWORD'] ?? ''}`
  const authorization =
    token === '' ? `Basic ${Buffer.from(user).toString('base64')}` : `Token ${token}`
  const answer = await fetch(`${givenUrl}${path}`, { method, headers: { authorization } })
  return answer.text()
}
