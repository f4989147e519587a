import { formatDigitalLink } from '#domain/gs1/digital-link.ts'
import type { Text } from '#domain/text.ts'

import { html, type Markup } from './html.ts'
import type { Language } from './negotiate.ts'
import { writePage } from './page.ts'
import type { Content, PartySubject, UnitSubject } from './subject.ts'
import { toDay, writeDay } from './words.ts'

interface View {
  readonly language: Language
  readonly zone: string
}

/** A case or a pallet, and what is in it. */
export function writeUnitPage({ unit, contents }: UnitSubject, view: View): string {
  const { language, zone } = view
  const title = language === 'vi' ? `Kiện hàng ${unit.sscc}` : `Logistic unit ${unit.sscc}`
  const packed = language === 'vi' ? 'Đóng kiện ngày' : 'Packed on'
  const inside = language === 'vi' ? 'Trong kiện có' : 'In it are'
  const day = writeDay(toDay(zone, unit.madeAt), language)
  const name = unit.name === null ? undefined : html`<p>${unit.name}</p>`
  const list = contents.map((content) => html`<li>${writeContent(content, language)}</li>`)
  const body = html`<main>
    <h1>${title}</h1>
    ${name}
    <dl>
      <dt>SSCC</dt>
      <dd>${unit.sscc}</dd>
      <dt>${packed}</dt>
      <dd>${day}</dd>
    </dl>
    ${
      list.length === 0
        ? undefined
        : html`<h2>${inside}</h2>
            <ul>
              ${list}
            </ul>`
    }
  </main>`
  return writePage({ title, body, language })
}

/** With a link to its own page when it has a code. */
function writeContent({ product, batch: { lot } }: Content, language: Language): Markup {
  const name = product.name[language]
  if (product.gtin === null || lot === null) return html`${name}`
  const target = formatDigitalLink('', { gtin: product.gtin, lot })
  return html`<a href="..${target}?lang=${language}">${name}</a> · ${lot}`
}

export function writePartyPage({ party }: PartySubject, { language }: View): string {
  const title = party.name[language]
  const label = language === 'vi' ? 'Địa chỉ' : 'Address'
  const address =
    party.address === null
      ? undefined
      : html`<dt>${label}</dt>
          <dd>${party.address}</dd>`
  const body = html`<main>
    <h1>${title}</h1>
    <dl>
      <dt>GLN</dt>
      <dd>${party.gln ?? ''}</dd>
      ${address}
    </dl>
  </main>`
  return writePage({ title, body, language })
}

/** What is wrong with a code, or that nobody knows it: what was scanned, and what to do. */
export function writeProblemPage(
  title: Text,
  detail: Text,
  { language }: Pick<View, 'language'>,
): string {
  const body = html`<main>
    <h1>${title[language]}</h1>
    <p>${detail[language]}</p>
  </main>`
  return writePage({ title: title[language], body, language })
}
