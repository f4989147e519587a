import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { ROOT } from './compose-file.ts'

export interface Instruction {
  readonly word: string
  readonly rest: string
}

/** The instructions of each stage, the first of each its FROM. */
export async function readStages(): Promise<Instruction[][]> {
  const text = await readFile(path.join(ROOT, 'Dockerfile'), 'utf8')
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const stages: Instruction[][] = []
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    if (word === 'FROM') stages.push([])
    stages.at(-1)?.push({ word, rest })
  }
  return stages
}

/** What the last stage says with one word: `valuesOf(stages, 'USER')` is `['1000:1000']`. */
export async function readFinal(word: string): Promise<string[]> {
  const stages = await readStages()
  return (stages.at(-1) ?? []).filter((one) => one.word === word).map(({ rest }) => rest)
}

/** What is copied from this repository into `/app`; the folder that a source goes to has its name. */
export async function readCopied(): Promise<string[]> {
  const copies = await readFinal('COPY')
  return copies
    .filter((rest) => !rest.startsWith('--from='))
    .flatMap((rest) => rest.split(' ').slice(0, -1))
}

export async function readImageEnvironment(): Promise<Record<string, string>> {
  const pairs = (await readFinal('ENV')).flatMap((rest) => rest.split(' '))
  return Object.fromEntries(pairs.map((pair) => pair.split('=')))
}

/** The top-level names that the build never sees. */
export async function readIgnored(): Promise<string[]> {
  const text = await readFile(path.join(ROOT, '.dockerignore'), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

/** The folders that `npm ci --omit=dev --omit=optional` installs, as package-lock.json says. */
export async function readProductionPackages(): Promise<string[]> {
  const lock = JSON.parse(await readFile(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
  const isOmitted = (one: Readonly<Record<string, unknown>>) =>
    ['dev', 'optional', 'devOptional', 'extraneous'].some((flag) => one[flag] === true)
  return Object.entries(lock.packages)
    .filter(([folder, one]) => folder !== '' && !isOmitted(one))
    .map(([folder]) => folder)
}
