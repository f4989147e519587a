import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { REJECTION_CODES } from '#domain/rejection.ts'
import { VARIABLES } from '#service/variables.ts'

const root = join(import.meta.dirname, '..')
const readme = await readFile(join(root, 'README.md'), 'utf8')
const devices = await readFile(join(root, 'docs/devices.md'), 'utf8')

describe('the README tells of every variable what the code does', () => {
  test.for(Object.entries(VARIABLES))('%s', ([name, { fallback, accepted, meaning }]) => {
    const shown = fallback === '' ? '—' : `\`${fallback}\``
    expect(squeeze(readme)).toContain(`| \`${name}\` | ${shown} | ${accepted} | ${meaning} |`)
  })

  test('and of no other', () => {
    const rows = [...readme.matchAll(/^\| `(NGUON_\w+)`/gm)].map(([, name = '']) => name)
    expect(new Set(rows)).toEqual(new Set(Object.keys(VARIABLES)))
  })
})

test.for(Object.entries(REJECTION_CODES))('docs/devices.md explains %s', ([code, { vi, en }]) => {
  expect(squeeze(devices)).toContain(`| \`${code}\` | ${vi}<br>${en} |`)
})

/** The formatter pads the cells of a table. */
function squeeze(markdown: string): string {
  return markdown.replaceAll(/ {2,}/g, ' ')
}
