import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const CONFIGURATION = `
[req]
distinguished_name = dn
[dn]
[tsa_ext]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = here
[here]
serial = $ENV::TSA/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
`

export type KeyKind = 'ec' | 'rsa'

/** A time-stamp authority: `openssl ts` behind HTTP, as RFC 3161 §3.4 has it. Its certificate signs itself. */
export async function openTimeStampAuthority(kind: KeyKind = 'ec') {
  await using opening = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-tsa-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const openssl = (...args: string[]) =>
    run('openssl', args, { cwd: folder, env: { ...process.env, TSA: folder } })
  await writeFile(path.join(folder, 'tsa.cnf'), CONFIGURATION)
  await writeFile(path.join(folder, 'serial'), '01\n')
  const key = kind === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['rsa:2048']
  const subject = ['-subj', '/CN=A time-stamp authority for tests', '-days', '30', '-nodes']
  const files = ['-keyout', 'key.pem', '-out', 'tsa.pem']
  const extension = ['-config', 'tsa.cnf', '-extensions', 'tsa_ext']
  await openssl('req', '-x509', '-newkey', ...key, ...subject, ...files, ...extension)

  const server = createServer((request, response) => {
    answer(request).then(
      (bytes) => response.setHeader('content-type', 'application/timestamp-reply').end(bytes),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  async function answer(request: IncomingMessage): Promise<Buffer> {
    const query: Buffer[] = []
    for await (const chunk of request) query.push(chunk)
    await writeFile(path.join(folder, 'query.tsq'), Buffer.concat(query))
    const signer = ['-signer', 'tsa.pem', '-inkey', 'key.pem', '-config', 'tsa.cnf']
    await openssl('ts', '-reply', '-queryfile', 'query.tsq', '-out', 'answer.tsr', ...signer)
    return readFile(path.join(folder, 'answer.tsr'))
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opening.defer(() => void server.close())
  // address() is a string only for pipes.
  const { port } = server.address() as AddressInfo
  const resources = opening.move()
  return {
    url: `http://127.0.0.1:${port}/`,
    folder,
    openssl,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}
