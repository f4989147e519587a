import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { pino } from 'pino'
import { expect, test } from 'vitest'

import { readRunFiles } from '#service/run-file.ts'
import { SupervisedProcess } from '#service/supervised-process.ts'

import { openDataFolder } from './platform-command.ts'
import { RunningProcess } from './running-process.ts'

async function openSlow() {
  const folder = await openDataFolder()
  const file = `${folder.data}.txt`
  const started = new SupervisedProcess({
    name: 'slow',
    module: fileURLToPath(new URL('slow-to-end.ts', import.meta.url)),
    args: [file],
    env: { PATH: process.env['PATH'] },
    execArgv: [],
    log: pino({ level: 'silent' }),
    output: ({ stdout }) => void stdout?.resume(),
  })
  await started.ready
  const left = () => readFile(file, 'utf8').catch(() => 'nothing')
  return { started, left, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] }
}

test('a process that is told to stop twice ends in order, and both wait for it', async () => {
  await using slow = await openSlow()
  const first = slow.started.stop()
  await slow.started.stop()
  expect(await slow.left()).toBe('in order')
  await first
})

test('one that is told to stop now ends at once, also while it is ending', async () => {
  await using slow = await openSlow()
  const first = slow.started.stop()
  await slow.started.stop(true)
  await first
  expect(await slow.left()).toBe('nothing')
})

test('a service whose supervisor is killed while it says that it is ready ends in order', async () => {
  await using folder = await openDataFolder()
  const program = fileURLToPath(new URL('ready-to-nobody.ts', import.meta.url))
  const env = { NGUON_DATA: folder.data, NGUON_LOG_LEVEL: 'silent' }
  await using supervisor = new RunningProcess(spawn(process.execPath, [program], { env }))
  await supervisor.untilSays('now')
  supervisor.kill('SIGKILL')
  // Its output ends with the service.
  const { stderr } = await supervisor.ended()
  expect(stderr).toBe('')
  expect(await readRunFiles(folder.data)).toEqual([])
})
