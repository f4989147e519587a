import type { Text } from '#domain/text.ts'

import type { Subject } from './subject.ts'

/** A link that a code leads to. */
export interface TypedLink {
  /** GS1 Web Vocabulary: `pip` of https://ref.gs1.org/voc/. */
  readonly type: string
  readonly title: Text
  /** What to add to the Digital Link: a part of the page. */
  readonly fragment: string
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
  if ('unit' in subject) return [UNIT]
  const path = subject.batch === undefined ? [] : [PATH]
  const certificates = subject.product.certificates.length === 0 ? [] : [CERTIFICATES]
  return [PAGE, ...path, ...certificates]
}

/** `gs1:pip`, `https://ref.gs1.org/voc/pip` or as it was before 2023 → `pip`. */
export function toLinkType(given: string): string {
  return given.replace(/^(gs1:|https?:\/\/(ref|www)\.gs1\.org\/voc\/)/, '')
}

/** RFC 9264 §4.2; the link types and the default link as the GS1-Conformant Resolver Standard §2.6 wants them. */
export function toLinkset(anchor: string, links: readonly TypedLink[]) {
  const [first = PAGE] = links
  const relations = links.map((link) => [`${VOCABULARY}${link.type}`, toTargets(anchor, link)])
  const defaultLink = [`${VOCABULARY}defaultLink`, toTargets(anchor, first)]
  return { linkset: [{ anchor, ...Object.fromEntries([...relations, defaultLink]) }] }
}

function toTargets(anchor: string, { title, fragment }: TypedLink) {
  return (['vi', 'en'] as const).map((lang) => ({
    href: `${anchor}?lang=${lang}${fragment}`,
    title: title[lang],
    type: 'text/html',
    hreflang: [lang],
  }))
}
