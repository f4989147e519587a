import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { promisify } from 'node:util'

/** A key and a certificate for 127.0.0.1 that it signs itself. */
export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-tls-'))
  const [keyPath, certPath] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=nguon'
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyPath, '-out', certPath]
  await promisify(execFile)('openssl', [...request.split(' '), ...names])
  const pem = { key: await readFile(keyPath, 'utf8'), cert: await readFile(certPath, 'utf8') }
  await rm(folder, { recursive: true })
  return pem
}

/** What this process trusts from now on, beside all that it trusted. */
export function trust({ cert }: { readonly cert: string }): void {
  setDefaultCACertificates([...getCACertificates('default'), cert])
}
