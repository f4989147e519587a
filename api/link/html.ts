/** HTML that is safe to send: texts in it were escaped. */
export interface Markup {
  readonly markup: string
}

type Part = string | number | Markup | readonly Part[] | undefined

/** `html\`<p>${text}</p>\``: what is put in is text unless it is markup itself; lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = strings.map((string, index) => `${string}${write(parts[index])}`).join('')
  return { markup }
}

/** Markup that we wrote ourselves. */
export function raw(markup: string): Markup {
  return { markup }
}

function write(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string') return escape(part)
  if (typeof part === 'number') return String(part)
  return isMarkup(part) ? part.markup : part.map(write).join('')
}

function isMarkup(part: Markup | readonly Part[]): part is Markup {
  return 'markup' in part
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter)
}
