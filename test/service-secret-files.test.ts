import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { expect, test } from 'vitest'

import { readConfiguration } from '#service/configuration.ts'
import { VARIABLES } from '#service/variables.ts'

import { runNguon } from './platform-command.ts'
import { refusal } from './refused-configuration.ts'

const SECRETS = Object.keys(VARIABLES)
  .filter((name) => name.endsWith('_FILE'))
  .map((name) => name.replace(/_FILE$/, ''))
const GOOD = 'a-secret-that-nobody-guesses'
/** Those that are more than a text. */
const GOOD_OTHERS: Readonly<Record<string, string>> = {
  NGUON_SMTP_URL: 'smtp://user:password@mail.example.vn',
  NGUON_SMS_URL: 'https://sms.example.vn/{phone}/{text}',
  NGUON_SMS_HEADERS: '{"X-Key":"a-secret-that-nobody-guesses"}',
  NGUON_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
}
/** What some secrets are nothing without. */
const BESIDE = {
  NGUON_INFLUX_URL: 'http://127.0.0.1:8086',
  NGUON_SMTP_FROM: 'nguon@example.vn',
  NGUON_ZALO_APP_ID: '4291763606161179100',
}

function goodOf(name: string): string {
  return GOOD_OTHERS[name] ?? GOOD
}

/** A file that holds the text, gone at the end. */
async function openFile(text: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-secret-'))
  const file = path.join(folder, 'secret')
  await writeFile(file, text)
  return {
    file,
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

test('every secret can come as a file, and nothing else', () => {
  const secret = Object.entries(VARIABLES).filter(([, one]) => 'secret' in one && one.secret)
  expect(SECRETS).toEqual(secret.map(([name]) => name))
  expect(SECRETS).toHaveLength(13)
})

test.each(['', '\n', '\r\n'])(
  'a file that ends with %j gives what a variable gives',
  async (end) => {
    await using files = new AsyncDisposableStack()
    const env: Record<string, string> = {}
    for (const name of SECRETS) {
      env[`${name}_FILE`] = files.use(await openFile(`${goodOf(name)}${end}`)).file
    }
    const values = Object.fromEntries(SECRETS.map((name) => [name, goodOf(name)]))
    const { api, influx, channels } = readConfiguration({ ...BESIDE, ...env })
    expect([api.adminToken, influx?.token, influx?.password]).toEqual([GOOD, GOOD, GOOD])
    expect([channels.zalo?.secret, channels.telegram?.token]).toEqual([GOOD, GOOD])
    expect(readConfiguration({ ...BESIDE, ...env })).toEqual(
      readConfiguration({ ...BESIDE, ...values }),
    )
  },
)

test.each(SECRETS)('%s cannot be given twice', async (name) => {
  const good = goodOf(name)
  await using secret = await openFile(good)
  expect(refusal({ [name]: good, [`${name}_FILE`]: secret.file })).toBe(
    `${name} and ${name}_FILE are both given; accepted is one of them.`,
  )
  const alone = refusal({ [name]: ' ', [`${name}_FILE`]: secret.file })
  expect(alone.replace(/^NGUON_\w+ is given without .*$/, '')).toBe('')
})

test.each(SECRETS)('%s_FILE that is not there, or is a folder, is refused', async (name) => {
  await using secret = await openFile('')
  for (const file of ['/nowhere/token', secret.folder]) {
    const message = refusal({ [`${name}_FILE`]: file })
    expect(message).toContain(`${name}_FILE is '${file}', which cannot be read (`)
    expect(message).toContain('accepted is a file that this user may read.')
  }
})

test.each(SECRETS)('%s_FILE that is empty is refused, for empty would mean none', async (name) => {
  await using secret = await openFile(' \n')
  expect(refusal({ [`${name}_FILE`]: secret.file })).toBe(
    `${name}_FILE is '${secret.file}', which is empty; accepted is a file that holds the secret.`,
  )
})

test('a file that holds too much or a token that can be guessed is refused, and not shown', async () => {
  await using short = await openFile('hunter2')
  await using long = await openFile('x'.repeat(5000))
  const message = refusal({
    NGUON_ADMIN_TOKEN_FILE: short.file,
    NGUON_INFLUX_TOKEN_FILE: long.file,
  })
  expect(message.split('\n').toSorted()).toEqual([
    `NGUON_ADMIN_TOKEN_FILE is '${short.file}', which holds 7 characters; accepted is at least 16 visible ASCII characters without spaces.`,
    `NGUON_INFLUX_TOKEN_FILE is '${long.file}', which holds 5000 characters; accepted are at most 4096.`,
  ])
})

test.each(['start', 'api', 'simulate'])(
  'nguon %s says so before it opens anything',
  async (name) => {
    const { code, stderr } = await runNguon([name], { NGUON_ADMIN_TOKEN_FILE: '/nowhere/token' })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("NGUON_ADMIN_TOKEN_FILE is '/nowhere/token', which cannot be read"),
    ])
  },
)
