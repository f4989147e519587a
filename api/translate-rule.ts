import type { Text } from '#domain/text.ts'

import { RULE_PHRASES } from './rule-phrases.ts'

/** What may stand in a phrase, and what it is in a rule. */
const BLANKS: Readonly<Record<string, string>> = { '{n}': String.raw`(-?\d+)`, '{…}': '(.+)' }

const PATTERNS = RULE_PHRASES.map(({ en, vi }) => ({ vi, pattern: toPattern(en) }))

/** A rule in both languages; undefined: nobody has written it in Vietnamese. */
export function translateRule(rule: string): Text | undefined {
  for (const { vi, pattern } of PATTERNS) {
    const [found, ...parts] = pattern.exec(rule) ?? []
    if (found !== undefined) return { en: rule, vi: fill(vi, parts) }
  }
  return undefined
}

function toPattern(phrase: string): RegExp {
  const parts = phrase.split(/(\{n\}|\{…\})/).map((part) => BLANKS[part] ?? escape(part))
  return new RegExp(`^${parts.join('')}$`, 'u')
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function fill(phrase: string, parts: readonly string[]): string {
  const rest = [...parts]
  return phrase.replaceAll(/\{n\}|\{…\}/g, () => rest.shift() ?? '')
}
