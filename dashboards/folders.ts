import type { Language } from './model.ts'

/** Where the dashboards of a language are in Grafana. */
export const FOLDERS: Readonly<Record<Language, string>> = { vi: 'Nguồn', en: 'Nguồn (English)' }

/** The same in every release, however the dashboards came to Grafana. */
export function folderUidOf(language: Language): string {
  return `nguon-${language}`
}
