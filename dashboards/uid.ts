import type { Language } from './model.ts'

/** `nguon-vats`, `nguon-vats-en`: the same in every release, so that links hold. */
export function uidOf(board: string, language: Language): string {
  return language === 'vi' ? `nguon-${board}` : `nguon-${board}-${language}`
}
