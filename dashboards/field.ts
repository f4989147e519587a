import type { ValueMap } from '@grafana/grafana-foundation-sdk/dashboard'
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard'

import { PRIORITIES, type Priority } from '#domain/alarm/limit.ts'
import { CONDITION_NAMES, CONDITION_STATES, type ConditionState } from '#domain/condition.ts'
import type { Presence } from '#domain/device.ts'
import { PRIORITY_NAMES } from '#domain/notification/words.ts'
import type { Quantity } from '#domain/quantity.ts'
import type { Text } from '#domain/text.ts'

import type { Language, Word } from './model.ts'

const STATE_NAMES: Readonly<Record<string, Text>> = {
  open: { vi: 'mở', en: 'open' },
  closed: { vi: 'đóng', en: 'closed' },
  on: { vi: 'chạy', en: 'on' },
  off: { vi: 'tắt', en: 'off' },
  moving: { vi: 'đang chạy', en: 'moving' },
  still: { vi: 'đứng yên', en: 'still' },
  present: { vi: 'có điện', en: 'present' },
  lost: { vi: 'mất điện', en: 'lost' },
}
const PRESENCE_NAMES: Readonly<Record<Presence, Text>> = {
  online: { vi: 'đang kết nối', en: 'online' },
  offline: { vi: 'mất kết nối', en: 'offline' },
  unknown: { vi: 'chưa từng kết nối', en: 'never connected' },
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
        text: nameOfState(word)[language],
        color: STATE_COLOURS[value] ?? 'text',
        index: value,
      },
    },
  }))
}

function nameOfState(word: string): Text {
  const name = STATE_NAMES[word]
  if (name === undefined) throw new Error(`state ${word} has no name in dashboards/field.ts`)
  return name
}

const PRIORITY_COLOURS: Readonly<Record<Priority, string>> = {
  urgent: 'red',
  high: 'orange',
  medium: 'yellow',
  low: 'blue',
}
/** As the API says whether a number is as it should be, or a sample. */
const VERDICTS: readonly (Text & { readonly color: string })[] = [
  { vi: 'Đạt', en: 'Good', color: 'green' },
  { vi: 'Chưa đạt', en: 'Too much', color: 'red' },
  { vi: 'Không đạt', en: 'Failed', color: 'red' },
]

export function toWordMappings(words: readonly Word[], language: Language): ValueMap[] {
  const options = words.map(({ value, text, colour }) => {
    return [value, { text: text[language], color: colour, index: value }] as const
  })
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }]
}

/** In tables: colours for the names of conditions, which the API tells in both languages, and words for presence and priority. */
export function toTableMappings(language: Language): ValueMap[] {
  const conditions = CONDITION_STATES.map((state, index) => {
    const text = CONDITION_NAMES[state][language]
    return [text, { text, color: CONDITION_COLOURS[state], index }] as const
  })
  const presences = Object.entries(PRESENCE_NAMES).map(
    ([word, name]) => [word, { text: name[language] }] as const,
  )
  const priorities = PRIORITIES.map(
    (word) =>
      [word, { text: PRIORITY_NAMES[word][language], color: PRIORITY_COLOURS[word] }] as const,
  )
  const verdicts = VERDICTS.map(
    ({ color, ...text }) => [text[language], { text: text[language], color }] as const,
  )
  const known = [...conditions, ...presences, ...priorities, ...verdicts]
  const options = Object.fromEntries(known)
  return [{ type: MappingType.ValueToText, options }]
}
