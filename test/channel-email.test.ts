import { networkInterfaces } from 'node:os'

import { expect, test } from 'vitest'

import { createEmail } from '#alarms/channels/email.ts'

import { makeCertificate, trust } from './certificate.ts'
import { MailServer, PASSWORD, USER } from './channel-mail-server.ts'
import { makeMessage, makeNotice } from './channel-message.ts'
import { testChannel } from './contracts/channels.ts'

const never = new AbortController().signal
const FROM = 'Nguồn <nguon@example.vn>'
const tls = await makeCertificate()
const other = await makeCertificate()
trust(tls)

function openChannel(port: number, part: { user?: string; host?: string; scheme?: string } = {}) {
  const { user = toUser(PASSWORD), host = '127.0.0.1', scheme = 'smtp' } = part
  return createEmail({ url: `${scheme}://${user}${host}:${port}`, from: FROM })
}

function toUser(password: string): string {
  return `${encodeURIComponent(USER)}:${encodeURIComponent(password)}@`
}

testChannel('e-mail', async () => {
  const server = await MailServer.open(tls)
  return {
    channel: openChannel(server.port),
    address: 'lan@example.vn',
    flawed: [
      'lan',
      'lan@',
      'lan@localhost',
      'a@example.vn, b@example.vn',
      'Lan <lan@example.vn>',
      'lan@example.vn\nBcc: x@example.vn',
      `${'a'.repeat(64)}@${'b'.repeat(200)}.vn`,
    ],
    secrets: [PASSWORD],
    behave: (conduct) => server.behave(conduct),
    takenIn: () =>
      server.letters.map(
        ({ source }) => /^Message-ID: <(\w+)@example\.vn>/m.exec(source)?.[1] ?? '',
      ),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
})

test('the letter goes over TLS and says that a machine wrote it', async () => {
  await using server = await MailServer.open(tls)
  await using email = openChannel(server.port)
  await email.send('lan@example.vn', makeMessage(), never)
  const [letter] = server.letters
  expect(letter).toMatchObject({ isEncrypted: true, recipients: ['lan@example.vn'] })
  const source = letter?.source ?? ''
  for (const line of [
    'Auto-Submitted: auto-generated',
    'Content-Language: vi',
    'Importance: High',
    'To: lan@example.vn',
    'From: =?UTF-8?Q?Ngu=E1=BB=93n?= <nguon@example.vn>',
  ]) {
    expect(source.split('\r\n')).toContain(line)
  }
  expect(source).toContain('multipart/alternative')
})

test('what it shows is the text, with one button for each alarm, and nothing of a name is markup', async () => {
  await using server = await MailServer.open({ ...tls, hideSTARTTLS: true })
  await using email = openChannel(server.port, { user: '' })
  const notices = [makeNotice({ place: '<script>x</script> & co' })]
  await email.send('lan@example.vn', makeMessage({ language: 'en', notices }), never)
  const html = decodeHtml(server.letters[0]?.source ?? '')
  expect(server.letters[0]?.isEncrypted).toBe(false)
  expect(html).toContain('&lt;script&gt;x&lt;/script&gt; &amp; co: Bể quá nóng 52,3 °C<br>')
  expect(html).toMatch(
    /<a href="https:\/\/nguon\.example\.vn\/a\/7\.Xk2-_9" style="[^"]+">I take this<\/a>/,
  )
})

test('a subject of several lines begins no header', async () => {
  await using server = await MailServer.open(tls)
  await using email = openChannel(server.port)
  const subject = 'Be 3\r\nBcc: x@example.vn\r\n\r\nbody'
  await email.send('lan@example.vn', makeMessage({ subject }), never)
  const [letter] = server.letters
  expect(letter?.recipients).toEqual(['lan@example.vn'])
  expect(letter?.source.split('\r\n')).toContain('Subject: Be 3 Bcc: x@example.vn body')
  expect(letter?.source).not.toMatch(/^Bcc:/im)
})

test('TLS from the first byte', async () => {
  await using server = await MailServer.open({ ...tls, secure: true })
  await using email = openChannel(server.port, { scheme: 'smtps' })
  await email.send('lan@example.vn', makeMessage(), never)
  expect(server.letters[0]?.isEncrypted).toBe(true)
})

test('a login that is refused, and a certificate of somebody else, are ours to mend', async () => {
  await using server = await MailServer.open(tls)
  await using wrong = openChannel(server.port, { user: toUser('wrong-password') })
  const expected = { code: 'CHANNEL_CONFIGURATION', retry: false }
  const refused = wrong.send('lan@example.vn', makeMessage(), never)
  await expect(refused).rejects.toMatchObject({
    ...expected,
    message: expect.not.stringContaining('wrong-password'),
  })

  await using impostor = await MailServer.open(other)
  await using email = openChannel(impostor.port)
  await expect(email.send('lan@example.vn', makeMessage(), never)).rejects.toMatchObject(expected)
  expect([...server.letters, ...impostor.letters]).toEqual([])
})

test.for<[number, string, string]>([
  [421, '4.3.2 shutting down', 'CHANNEL_NOT_NOW'],
  [452, '4.2.2 mailbox full', 'CHANNEL_NOT_NOW'],
  [554, '5.7.1 looks like spam', 'CHANNEL_REFUSED'],
])('%i %s is %s', async ([code, words, expected]) => {
  await using server = await MailServer.open(tls)
  await using email = openChannel(server.port)
  server.nextReply = { code, words }
  const sending = email.send('lan@example.vn', makeMessage(), never)
  await expect(sending).rejects.toMatchObject({
    code: expected,
    message: expect.stringContaining(words),
  })
})

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address
const whyNotOutside = outside === undefined ? ' (left out: no network but the loopback)' : ''

test.skipIf(outside === undefined)(
  `a password does not leave this machine in clear${whyNotOutside}`,
  async () => {
    const host = outside ?? ''
    await using server = await MailServer.open({ ...tls, hideSTARTTLS: true }, host)
    await using email = openChannel(server.port, { host })
    const sending = email.send('lan@example.vn', makeMessage(), never)
    await expect(sending).rejects.toMatchObject({ code: 'CHANNEL_CONFIGURATION' })
    expect(server.letters).toEqual([])
  },
)

/** The HTML part of a letter. */
function decodeHtml(source: string): string {
  const part = source.slice(source.indexOf('Content-Type: text/html'))
  const body = part.slice(part.indexOf('\r\n\r\n') + 4).split('\r\n--')[0] ?? ''
  if (part.includes('base64')) return Buffer.from(body, 'base64').toString()
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
