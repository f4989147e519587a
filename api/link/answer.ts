import { parseAttributes } from '#domain/gs1/attributes.ts'
import { formatDigitalLink, parseDigitalLink, type DigitalLink } from '#domain/gs1/digital-link.ts'
import { isFlawed, quote } from '#domain/gs1/parsed.ts'
import type { Text } from '#domain/text.ts'
import type { Instant } from '#domain/time.ts'
import { findHolds } from '#trace/holds.ts'
import { findRecalls } from '#trace/recalls.ts'

import type { ApiOptions } from '../options.ts'
import { listLinks, toHref, toLinkset, toLinkType, type TypedLink } from './links.ts'
import { LINKSET_TYPE, type Language } from './negotiate.ts'
import { writePartyPage, writeProblemPage, writeUnitPage } from './other-pages.ts'
import { writeProductPage } from './product-page.ts'
import { readStages } from './shown-stages.ts'
import { findSubject, type ProductSubject, type Subject } from './subject.ts'

/** What somebody asks who opened a code. */
export interface Scan {
  /** As it was asked for. */
  readonly url: string
  /** Where we are reached, without a slash at its end. */
  readonly base: string
  readonly language: Language
  readonly linkType: string | undefined
  readonly wantsLinkset: boolean
  readonly now: Instant
}

export type ScanAnswer = {
  readonly status: number
  readonly type: string
  readonly body: string
  /** Where a page of a code that we know leads to. */
  readonly link?: string
  readonly location?: string
  /** Whose page was shown. */
  readonly shown?: Subject
}

const HTML = 'text/html; charset=utf-8'

/** The page of the code, or the links that it has, or what is wrong with it. */
export async function answerScan(options: ApiOptions, scan: Scan): Promise<ScanAnswer> {
  const parsed = parseDigitalLink(scan.url)
  if (isFlawed(parsed)) return toProblem(scan, WRONG, parsed.flaw)
  const subject = await findSubject(options.trace, parsed.value.key)
  if (subject === undefined) return toProblem(scan, UNKNOWN, explainUnknown(parsed.value))
  const links = listLinks(subject)
  const anchor = formatDigitalLink(scan.base, parsed.value.key)
  if (scan.wantsLinkset || scan.linkType === 'linkset' || scan.linkType === 'all') {
    return {
      status: 200,
      type: LINKSET_TYPE,
      body: JSON.stringify(toLinkset({ anchor, base: scan.base }, links)),
    }
  }
  if (scan.linkType !== undefined) return toRedirect(scan, anchor, links)
  const body = await writeSubject(options, { scan, subject, scanned: parsed.value })
  return { status: 200, type: HTML, body, link: anchor, shown: subject }
}

/** GS1-Conformant Resolver Standard §2.7: to the link of that type by 307. */
function toRedirect(scan: Scan, anchor: string, links: readonly TypedLink[]): ScanAnswer {
  const wanted = toLinkType(scan.linkType ?? '')
  const isWanted = ({ type }: TypedLink) => type === wanted || wanted === 'defaultLink'
  const link = links.find(isWanted)
  if (link === undefined) return toProblem(scan, NO_LINK, explainNoLink(scan, links))
  const location = toHref(link, { anchor, base: scan.base }, scan.language)
  return { status: 307, type: HTML, body: '', location }
}

interface Shown {
  readonly scan: Scan
  readonly subject: Subject
  readonly scanned: DigitalLink
}

async function writeSubject(
  options: ApiOptions,
  { scan, subject, scanned }: Shown,
): Promise<string> {
  const view = { language: scan.language, zone: options.timezone, now: scan.now }
  if ('unit' in subject) return writeUnitPage(subject, view)
  if ('party' in subject) return writePartyPage(subject, view)
  const printed = parseAttributes(scanned.attributes, scan.now)
  const printedExpiry = isFlawed(printed) ? undefined : printed.value.expiresOn
  const stops = await readStops(options, subject)
  const stages = await readStages(options, subject, scan.now)
  return writeProductPage({ ...view, ...subject, printedExpiry, ...stops, stages })
}

/** Of the lot, or of something that it was made from: a recall of a vat reaches its bottles. */
async function readStops({ trace }: ApiOptions, { batch }: ProductSubject) {
  if (batch === undefined) return { isHeld: false, isRecalled: false }
  return {
    isHeld: (await findHolds(trace, [batch.id])).length > 0,
    isRecalled: (await findRecalls(trace, batch.id)).length > 0,
  }
}

interface ProblemKind {
  readonly status: number
  readonly title: Text
}

const WRONG: ProblemKind = {
  status: 400,
  title: { vi: 'Mã này viết sai', en: 'This code is not right' },
}
const UNKNOWN: ProblemKind = { status: 404, title: { vi: 'Không tìm thấy', en: 'Not found' } }
const NO_LINK: ProblemKind = {
  status: 404,
  title: { vi: 'Không có liên kết này', en: 'There is no such link' },
}

function toProblem(scan: Scan, { status, title }: ProblemKind, detail: Text): ScanAnswer {
  return { status, type: HTML, body: writeProblemPage(title, detail, scan) }
}

function explainUnknown({ key }: DigitalLink): Text {
  const scanned = quote(formatDigitalLink('', key))
  return {
    vi: `Mã vừa quét là ${scanned}. Ở đây không có sản phẩm, lô hàng, kiện hàng hay đơn vị nào mang mã ấy, hoặc nhà sản xuất chưa công bố. Hãy hỏi nơi bán.`,
    en: `What was scanned is ${scanned}. No product, lot, logistic unit or party with this code is here, or its producer has not published it. Ask the shop.`,
  }
}

function explainNoLink({ linkType = '' }: Scan, links: readonly TypedLink[]): Text {
  const [is, known] = [quote(linkType), links.map(({ type }) => `gs1:${type}`).join(', ')]
  return {
    vi: `Loại liên kết được hỏi là ${is}. Mã này có: ${known}.`,
    en: `The link type asked for is ${is}. This code has: ${known}.`,
  }
}
