import type { ValueMap } from '@grafana/grafana-foundation-sdk/dashboard'
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard'

import { CONDITION_NAMES, CONDITION_STATES, type ConditionState } from '#domain/condition.ts'
import type { Quantity } from '#domain/quantity.ts'

import type { Language } from './model.ts'

const STATE_NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  open: { vi: 'mở', en: 'open' },
  closed: { vi: 'đóng', en: 'closed' },
  on: { vi: 'chạy', en: 'on' },
  off: { vi: 'tắt', en: 'off' },
  moving: { vi: 'đang chạy', en: 'moving' },
  still: { vi: 'đứng yên', en: 'still' },
}
/** Colours without an opinion: a door that stands open is a fact. */
const STATE_COLOURS = ['blue', 'orange']

const CONDITION_COLOURS: Readonly<Record<ConditionState, string>> = {
  critical: 'red',
  silent: 'purple',
  warning: 'yellow',
  unknown: 'text',
  good: 'green',
}

/** The words of a quantity that is one way or the other; none for all others. */
export function toStateMappings({ states = {} }: Quantity, language: Language): ValueMap[] {
  const words = new Map<number, string>()
  for (const [word, value] of Object.entries(states)) if (!words.has(value)) words.set(value, word)
  return [...words].map(([value, word]) => ({
    type: MappingType.ValueToText,
    options: {
      [value]: {
        text: STATE_NAMES[word]?.[language] ?? word,
        color: STATE_COLOURS[value] ?? 'text',
        index: value,
      },
    },
  }))
}

/** Colours for the names of conditions, which the API tells in both languages. */
export function toConditionMappings(language: Language): ValueMap[] {
  const options = CONDITION_STATES.map((state, index) => {
    const text = CONDITION_NAMES[state][language]
    return [text, { text, color: CONDITION_COLOURS[state], index }] as const
  })
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }]
}
