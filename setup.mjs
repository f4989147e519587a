// Makes a fresh clone ready: installs what package-lock.json names when it is not installed yet. Plain
// JavaScript without imports of ours, because whatever Node runs npm runs this file, and it must
// finish before the pinned Node 24 exists.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'

const stamp = 'node_modules/.nguon-setup'
const lockHash = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash

if (!installed) {
  console.log('nguon: installing what package-lock.json names (once)…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, error } = spawnSync(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(
      `nguon: 'npm ci' failed (${error?.message ?? `exit ${status}`}). It needs the npm registry once; ` +
        'check the connection or proxy, then run the same command again.',
    )
    process.exit(1)
  }
  writeFileSync(stamp, lockHash)
}
