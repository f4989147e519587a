import { createHash } from 'node:crypto'

import type { Text } from '#domain/text.ts'

/** What a page says: both languages, Vietnamese first. */
export interface PageContent {
  readonly title: Text
  readonly lines: readonly Text[]
  /** With a button that acknowledges; `submits`: a browser presses it by itself. */
  readonly button?: Text
}

const STYLE = `
body { font: 18px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 0 auto; padding: 1.5rem; color: #1a1a1a; background: #fff }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem }
.en { color: #555; font-size: .95em }
p { margin: .75rem 0 }
button { font: inherit; font-weight: 600; width: 100%; min-height: 3.5rem; border: 0; border-radius: .75rem; background: #0b5d3b; color: #fff }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 } .en { color: #aaa } button { background: #2f9e68; color: #000 } }
`
/**
 * Presses the button when a person looks at the page. What fetches links to look for harm shows nothing, and mostly runs no
 * script: it does not acknowledge for a person who has not seen the message.
 */
const SCRIPT = `
const press = () => { if (document.visibilityState === 'visible') document.forms[0].requestSubmit() }
document.addEventListener('visibilitychange', press)
press()
`

/** Only our own style and script run, and the form goes only to where it came from. */
export const PAGE_CSP = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`

export function writePage({ title, lines, button }: PageContent): string {
  const form = button === undefined ? '' : writeForm(button)
  const says = lines.map((line) => `<p>${writeText(line)}</p>`).join('\n')
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title.vi)} · ${escape(title.en)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${writeText(title)}</h1>
${says}
${form}
</body>
</html>
`
}

function writeForm(button: Text): string {
  const label = `${escape(button.vi)} · <span lang="en">${escape(button.en)}</span>`
  return `<form method="post"><button>${label}</button></form>\n<script>${SCRIPT}</script>`
}

function writeText({ vi, en }: Text): string {
  return `${escape(vi)}<br><span class="en" lang="en">${escape(en)}</span>`
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replaceAll(/[&<>"]/g, (letter) => entities[letter] ?? letter)
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
