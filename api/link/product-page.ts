import type { Day } from '#domain/gs1/date.ts'
import type { Text } from '#domain/text.ts'
import type { Instant } from '#domain/time.ts'
import { isValidAt, type Certificate } from '#domain/trace/product.ts'
import { formatAmount } from '#trace/format-amount.ts'

import { html, type Markup } from './html.ts'
import type { Language } from './negotiate.ts'
import { writePage } from './page.ts'
import { writePath, type ShownStage } from './path-section.ts'
import type { ProductSubject } from './subject.ts'
import { toDay, writeDay } from './words.ts'

/** All that a buyer's page says. */
export interface ProductView extends ProductSubject {
  readonly language: Language
  readonly zone: string
  readonly now: Instant
  /** The expiry that the scanned code itself says. */
  readonly printedExpiry: Day | undefined
  readonly isHeld: boolean
  readonly isRecalled: boolean
  readonly stages: readonly ShownStage[]
}

/**
 * What Decree 37/2026/NĐ-CP Art 32 wants of a digital product passport: name and GTIN; name, address and id of the producer;
 * origin; traceability; certificates; dates; warnings. What is not known is left out.
 */
export function writeProductPage(view: ProductView): string {
  const { product, language } = view
  const name = product.name[language]
  const body = html`<main>
    ${writeWarnings(view)}
    <h1>${name}</h1>
    ${writeStars(view)} ${paragraph(product.published.description, language)} ${writeFacts(view)}
    ${writeRecipe(view)} ${writePath(view)} ${writeCertificates(view)}
  </main>`
  return writePage({ title: name, body, language })
}

function writeWarnings(view: ProductView): Markup[] {
  const { batch, isHeld, isRecalled, language, now } = view
  const warnings: Text[] = []
  if (isRecalled) warnings.push(RECALLED)
  else if (isHeld) warnings.push(HELD)
  if (batch !== undefined && batch.expiresAt !== null && batch.expiresAt <= now) {
    warnings.push(EXPIRED)
  }
  if (isOtherExpiry(view)) warnings.push(OTHER_EXPIRY)
  return warnings.map((text) => html`<p class="warn" role="alert">${text[language]}</p>`)
}

const HELD: Text = {
  vi: 'Nhà sản xuất đang giữ lô hàng này để kiểm tra. Chưa nên dùng; hãy hỏi nơi bán.',
  en: 'The producer holds this lot back to look into it. Better not use it yet; ask the shop.',
}
const RECALLED: Text = {
  vi: 'Nhà sản xuất thu hồi lô hàng này. Đừng dùng; hãy mang trả nơi bán.',
  en: 'The producer recalls this lot. Do not use it; bring it back to the shop.',
}
const EXPIRED: Text = {
  vi: 'Lô hàng này đã hết hạn sử dụng.',
  en: 'This lot is past its expiry date.',
}
const OTHER_EXPIRY: Text = {
  vi: 'Hạn sử dụng trong mã vừa quét khác với hạn mà nhà sản xuất đã ghi. Nhãn có thể không phải của nhà sản xuất.',
  en: 'The expiry date in the scanned code is not the one that the producer recorded. The label may not be theirs.',
}

function isOtherExpiry({ batch, printedExpiry, zone }: ProductView): boolean {
  if (batch === undefined || batch.expiresAt === null || printedExpiry === undefined) return false
  return toDay(zone, batch.expiresAt) !== printedExpiry
}

function writeStars({ product, language, now }: ProductView): Markup[] {
  const valid = product.ratings.filter((rating) => isValidAt(rating, now))
  return valid.map(({ scheme, stars, decision }) => {
    const label = language === 'vi' ? `${stars} sao` : `${stars} stars`
    const why = decision === null ? '' : ` (${decision})`
    return html`<p>
      <span role="img" aria-label="${label}">${'★'.repeat(stars)}</span> ${scheme}${why}
    </p>`
  })
}

function writeFacts({ product, producer, batch, language, zone, stages }: ProductView): Markup {
  const text = (vi: string, en: string) => (language === 'vi' ? vi : en)
  const day = (at: Instant | null | undefined) =>
    at === null || at === undefined ? undefined : writeDay(toDay(zone, at), language)
  const { netContent, published } = product
  const gln = producer?.gln ?? undefined
  return html`<dl>
    ${fact(text('Nhà sản xuất', 'Producer'), producer?.name[language])}
    ${fact(text('Địa chỉ', 'Address'), producer?.address ?? undefined)}
    ${fact(text('Mã đơn vị (GLN)', 'Producer id (GLN)'), gln)}
    ${fact(text('Nơi làm ra', 'Origin'), findOrigin(stages)?.[language])}
    ${fact('GTIN', product.gtin ?? undefined)}
    ${fact(text('Số lô', 'Lot'), batch?.lot ?? undefined)}
    ${fact(text('Ngày sản xuất', 'Made on'), day(batch?.madeAt))}
    ${fact(text('Hạn sử dụng', 'Expires on'), day(batch?.expiresAt))}
    ${fact(text('Định lượng', 'Net content'), netContent === null ? undefined : formatAmount(netContent)[language])}
    ${fact(text('Thành phần', 'Ingredients'), published.ingredients?.[language])}
    ${fact(text('Cảnh báo an toàn', 'Safety warnings'), published.warnings?.[language])}
  </dl>`
}

/** The premises where the lot itself was last. */
function findOrigin(stages: readonly ShownStage[]): Text | undefined {
  return stages.findLast(({ stage }) => stage.site !== undefined)?.stage.site?.name
}

function writeRecipe({ batch, language }: ProductView): Markup | undefined {
  if (batch === undefined || batch.recipe.length === 0) return undefined
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const parts = batch.recipe.map(
    ({ name, share }) => html`<li>${name}: ${percent.format(share)}</li>`,
  )
  const title = language === 'vi' ? 'Công thức của lô này' : 'What went into this lot'
  return html`<h2>${title}</h2>
    <ul>
      ${parts}
    </ul>`
}

function writeCertificates(view: ProductView): Markup | undefined {
  const { product, language, now } = view
  const valid = product.certificates.filter((one) => isValidAt(one, now))
  if (valid.length === 0) return undefined
  const title = language === 'vi' ? 'Chứng nhận' : 'Certificates'
  return html`<h2 id="certificates">${title}</h2>
    <ul>
      ${valid.map((one) => writeCertificate(one, view))}
    </ul>`
}

function writeCertificate(
  { scheme, number, issuer, until }: Certificate,
  { language, zone }: ProductView,
): Markup {
  const title = language === 'vi' ? 'đến' : 'until'
  const end = until === null ? '' : ` · ${title} ${writeDay(toDay(zone, until), language)}`
  return html`<li>${scheme} ${number}<br /><small>${issuer}${end}</small></li>`
}

function fact(name: string, value: string | undefined): Markup | undefined {
  return value === undefined || value === ''
    ? undefined
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`
}

function paragraph(text: Text | null, language: Language): Markup | undefined {
  return text === null ? undefined : html`<p>${text[language]}</p>`
}
