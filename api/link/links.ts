import type { Text } from '#domain/text.ts'

import type { Language } from './negotiate.ts'
import type { Subject } from './subject.ts'

/** A link that a code leads to. */
export interface TypedLink {
  /** GS1 Web Vocabulary: `pip` of https://ref.gs1.org/voc/. */
  readonly type: string
  readonly title: Text
  /** What to add to the Digital Link: a part of the page. */
  readonly fragment: string
  /** Of what EPCIS events are the target, in place of a page. They need a token. */
  readonly eventsOf?: string
}

/** Where a code is, and where we are, without a slash at its end. */
export interface Anchor {
  readonly anchor: string
  readonly base: string
}

const VOCABULARY = 'https://ref.gs1.org/voc/'

const PAGE: TypedLink = {
  type: 'pip',
  title: { vi: 'Thông tin sản phẩm', en: 'Product information' },
  fragment: '',
}
const PATH: TypedLink = {
  type: 'traceability',
  title: { vi: 'Đường đi của lô hàng', en: 'Path of the lot' },
  fragment: '#path',
}
const CERTIFICATES: TypedLink = {
  type: 'certificationInfo',
  title: { vi: 'Chứng nhận', en: 'Certificates' },
  fragment: '#certificates',
}
const PARTY: TypedLink = {
  type: 'locationInfo',
  title: { vi: 'Đơn vị', en: 'Party' },
  fragment: '',
}
const UNIT: TypedLink = {
  type: 'traceability',
  title: { vi: 'Kiện hàng', en: 'Logistic unit' },
  fragment: '',
}

/** The first is the default. */
export function listLinks(subject: Subject): readonly TypedLink[] {
  if ('party' in subject) return [PARTY]
  if ('unit' in subject) return [UNIT, toEvents(subject.unit.uri)]
  const { batch, product } = subject
  const path = batch === undefined ? [] : [PATH]
  const certificates = product.certificates.length === 0 ? [] : [CERTIFICATES]
  const events = batch === undefined ? [] : [toEvents(batch.uri)]
  return [PAGE, ...path, ...certificates, ...events]
}

function toEvents(uri: string): TypedLink {
  const title = { vi: 'Sự kiện EPCIS (cần mã truy cập)', en: 'EPCIS events (with a token)' }
  return { type: 'epcis', title, fragment: '', eventsOf: uri }
}

/** Where a link leads to. */
export function toHref(link: TypedLink, { anchor, base }: Anchor, lang: Language): string {
  if (link.eventsOf === undefined) return `${anchor}?lang=${lang}${link.fragment}`
  return `${base}/epcis/epcs/${encodeURIComponent(link.eventsOf)}/events`
}

/** `gs1:pip`, `https://ref.gs1.org/voc/pip` or as it was before 2023 → `pip`. */
export function toLinkType(given: string): string {
  return given.replace(/^(gs1:|https?:\/\/(ref|www)\.gs1\.org\/voc\/)/, '')
}

/** RFC 9264 §4.2; the link types and the default link as the GS1-Conformant Resolver Standard §2.6 wants them. */
export function toLinkset(at: Anchor, links: readonly TypedLink[]) {
  const [first = PAGE] = links
  const relations = links.map((link) => [`${VOCABULARY}${link.type}`, toTargets(at, link)])
  const defaultLink = [`${VOCABULARY}defaultLink`, toTargets(at, first)]
  return { linkset: [{ anchor: at.anchor, ...Object.fromEntries([...relations, defaultLink]) }] }
}

function toTargets(at: Anchor, link: TypedLink) {
  const { title, eventsOf } = link
  if (eventsOf !== undefined) {
    return [{ href: toHref(link, at, 'en'), title: title.en, type: 'application/ld+json' }]
  }
  return (['vi', 'en'] as const).map((lang) => ({
    href: toHref(link, at, lang),
    title: title[lang],
    type: 'text/html',
    hreflang: [lang],
  }))
}
