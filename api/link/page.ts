import { createHash } from 'node:crypto'

import { raw, html, type Markup } from './html.ts'
import type { Language } from './negotiate.ts'

export interface Page {
  readonly title: string
  readonly body: Markup
  readonly language: Language
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1c1a; --soft: #5c5c57; --line: #d9d8d2; --paper: #fff; --mark: #0b5d3b; --warn: #9a1c1c; --band: #0b5d3b33 }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --soft: #aaa; --line: #444; --paper: #161616; --mark: #6cc79a; --warn: #ff9c9c; --band: #6cc79a33 } }
body { font: 17px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem 1rem 3rem; color: var(--ink); background: var(--paper) }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0 }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1rem }
nav { text-align: right; font-size: .9rem } a { color: var(--mark) }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .3rem 1rem; margin: 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
ol, ul { padding-left: 1.2rem } li { margin: .5rem 0 } small, .soft { color: var(--soft) }
.warn { border: 2px solid var(--warn); color: var(--warn); border-radius: .5rem; padding: .75rem 1rem; font-weight: 600 }
svg { width: 100%; height: auto } svg text { font-size: 12px; fill: var(--soft) } .band { fill: var(--band) } .mean { fill: none; stroke: var(--mark); stroke-width: 2 } .grid { stroke: var(--line) }
`
/** Of what stands between the tags, to the letter. */
const HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

/** Nothing runs, nothing is loaded from elsewhere. */
export const PAGE_CSP = `default-src 'none'; style-src ${HASH}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

/** A page that needs no script. */
export function writePage({ title, body, language }: Page): string {
  const other = language === 'vi' ? 'en' : 'vi'
  const otherName = other === 'vi' ? 'Tiếng Việt' : 'English'
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <nav><a href="?lang=${other}" hreflang="${other}" lang="${other}">${otherName}</a></nav>
        ${body}
      </body>
    </html> `
  return document.markup
}
