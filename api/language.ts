import type { Text } from '#domain/text.ts'

type Language = keyof Text

const KNOWN: readonly Language[] = ['vi', 'en']

/** Of those that we write, the one that a client wants most (RFC 9110 §12.5.4); English where it wants neither, or says nothing. */
export function chooseLanguage(accepted = ''): Language {
  const ranges = accepted.split(',').map(parseRange)
  const wanted = ranges.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    const language = KNOWN.find((one) => tag === one || tag.startsWith(`${one}-`))
    if (language !== undefined) return language
  }
  return 'en'
}

function parseRange(range: string) {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((one) => one.startsWith('q='))?.slice('q='.length)
  return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 }
}
