import type { Message } from '#domain/notification/message.ts'
import type { Text } from '#domain/text.ts'

import { toLine } from './cut.ts'
import { escapeXml } from './template.ts'

const ACKNOWLEDGE: Text = { vi: 'Tôi nhận việc này', en: 'I take this' }
const BUTTON =
  'display:inline-block;padding:12px 20px;background:#b42318;color:#fff;border-radius:6px;text-decoration:none'

/** The text of the message as HTML: its links can be tapped, and one that acknowledges is a button. */
export function formatHtml({ language, subject, text, notices }: Message): string {
  const acknowledging = new Set(notices.map(({ acknowledgeUrl }) => acknowledgeUrl))
  const toAnchor = (url: string) =>
    acknowledging.has(url)
      ? `<a href="${escapeXml(url)}" style="${BUTTON}">${ACKNOWLEDGE[language]}</a>`
      : `<a href="${escapeXml(url)}">${escapeXml(url)}</a>`
  const body = text
    .split(/(https?:\/\/\S+)/)
    .map((part, index) => (index % 2 === 1 ? toAnchor(part) : escapeXml(part)))
    .join('')
    .replaceAll('\n', '<br>\n')
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escapeXml(toLine(subject))}</title></head>`,
    `<body style="font:16px/1.5 sans-serif;color:#1a1a1a"><p>${body}</p></body></html>`,
  ].join('\n')
}
