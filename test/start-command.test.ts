import { existsSync } from 'node:fs'
import { access, constants, readFile } from 'node:fs/promises'
import path from 'node:path'

import { expect, test } from 'vitest'

import { Command, openDataFolder, runNguon } from './platform-command.ts'

const COMMANDS = ['start', 'gateway', 'ingest', 'alarms', 'api', 'simulate']
const SERVICES = ['gateway', 'ingest', 'alarms', 'api']

test.each([[[]], [['--help']], [['-h']], [['help']]])(
  'nguon %j lists the commands',
  async (args) => {
    const { code, stdout, stderr } = await runNguon(args, {})
    expect([code, stderr]).toEqual([0, ''])
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} +\\S`, 'm'))
  },
)

const ASKED = COMMANDS.flatMap((command) => [
  [command, '--help'] as const,
  [command, '-h'] as const,
])
test.each(ASKED)('nguon %s %s says what it does, and opens nothing', async (command, help) => {
  await using folder = await openDataFolder()
  const { code, stdout, stderr } = await runNguon([command, help], { NGUON_DATA: folder.data })
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(new RegExp(`^nguon ${command}`))
  expect(stdout).toContain('NGUON_*')
  expect(existsSync(folder.data)).toBe(false)
})

test.each(COMMANDS)('nguon %s refuses an option it does not know', async (command) => {
  await using folder = await openDataFolder()
  const { code, stderr } = await runNguon([command, '--fast'], { NGUON_DATA: folder.data })
  expect(code).toBe(2)
  expect(stderr).toMatch(new RegExp(`nguon ${command}: .*'--fast'`))
  expect(stderr).toContain('--help')
  expect(existsSync(folder.data)).toBe(false)
})

test('nguon --version tells the version, and the file runs as it is', async () => {
  const root = path.join(import.meta.dirname, '..')
  const about = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  const { code, stdout } = await runNguon(['--version'], {})
  expect([code, stdout]).toEqual([0, `${about.version}\n`])
  await access(path.join(root, 'nguon.ts'), constants.X_OK)
})

test.each(['strat', 'toString', '--versions'])('nguon %s is not a command', async (name) => {
  const { code, stderr } = await runNguon([name], {})
  expect(code).toBe(2)
  expect(stderr).toContain(`'${name}' is not a command`)
  expect(stderr).toContain('simulate')
})

test.each(SERVICES)('nguon %s runs alone and ends in order on SIGTERM', async (name) => {
  await using folder = await openDataFolder()
  await using service = new Command([name], { NGUON_DATA: folder.data })
  await service.untilSays('"msg":"ready"')
  const [, url = ''] = /"statusUrl":"([^"]+)"/.exec(service.stdout) ?? []
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect(await (await fetch(`${url}/metrics`)).text()).toContain(`nguon_${name}_`)
  service.kill('SIGTERM')
  expect(await service.ended()).toMatchObject({ code: 0, stderr: '' })
  expect(service.stdout).toContain('"msg":"stopped"')
})

test.each(['gateway', 'ingest'])('a data folder has one %s: a second says which', async (name) => {
  await using folder = await openDataFolder()
  const env = { NGUON_DATA: folder.data }
  await using first = new Command([name], env)
  await first.untilSays('"msg":"ready"')
  const readRunFile = () => readFile(path.join(folder.data, 'run', `${name}.json`), 'utf8')
  const before = await readRunFile()
  const { code, stderr } = await runNguon([name], env)
  expect([code, stderr]).toEqual([
    2,
    `nguon ${name}: The ${name} of ${folder.data} already runs as process ${first.pid}. ` +
      'Stop that one first, or choose another NGUON_DATA.\n',
  ])
  expect(await readRunFile()).toBe(before)
  first.kill('SIGKILL')
  await first.ended()
  await using next = new Command([name], env)
  await next.untilSays('"msg":"ready"')
})
