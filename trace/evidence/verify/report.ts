import type { Text } from '#domain/text.ts'

import { FLAWS, type Flaw, type FlawKind } from './flaw.ts'
import type { Verdict } from './verify-bundle.ts'

export type Language = keyof Text

/** A part of the page: what it is about when all of it holds, and which flaws belong to it. */
interface Part {
  readonly holds: (verdict: Verdict) => Text
  readonly kinds: readonly FlawKind[]
}

const PARTS: readonly Part[] = [
  {
    holds: ({ bundle: { manifest } }) => {
      const count = manifest?.files.length ?? 0
      return {
        vi: `${count} tệp còn nguyên như lúc đóng gói, bản kê có chữ ký đúng`,
        en: `${count} files are as they were packed, and the manifest is signed`,
      }
    },
    kinds: [
      'zip-unreadable',
      'zip-changed',
      'file-missing',
      'file-unknown',
      'file-changed',
      'file-unreadable',
      'manifest-invalid',
      'manifest-signature',
      'key-other',
      'line-unreadable',
    ],
  },
  {
    holds: ({ heads }) => {
      const count = heads.journal.heads.length + heads.records.heads.length
      return {
        vi: `${count} đầu cây đã ký nối tiếp nhau, nhật ký chỉ được viết thêm`,
        en: `${count} signed tree heads follow one another, and the logs only grew`,
      }
    },
    kinds: [
      'head-invalid',
      'head-signature',
      'head-order',
      'head-history',
      'head-known',
      'head-missing',
      'time-stamp',
    ],
  },
  {
    holds: ({ counts }) => ({
      vi: `${counts.entryCount} thông điệp gốc có trong nhật ký, từng byte`,
      en: `${counts.entryCount} raw messages are in the log, byte by byte`,
    }),
    kinds: ['proof', 'entry-changed', 'entry-missing', 'entry-unknown'],
  },
  {
    holds: ({ counts }) => ({
      vi: `${counts.readingCount} số đo đúng như thông điệp gốc, không thiếu số nào`,
      en: `${counts.readingCount} readings are what the raw messages say, and none is missing`,
    }),
    kinds: ['reading-changed', 'reading-missing', 'reading-unknown'],
  },
  {
    holds: ({ counts }) => ({
      vi: `${counts.recordCount} bản ghi và ${counts.eventCount} sự kiện có trong nhật ký`,
      en: `${counts.recordCount} records and ${counts.eventCount} events are in the log`,
    }),
    kinds: ['record-changed', 'record-missing', 'record-unknown', 'event-missing', 'event-unknown'],
  },
]

const WORDS = {
  title: { vi: 'NGUỒN · KIỂM TRA GÓI BẰNG CHỨNG', en: 'NGUỒN · EXAMINATION OF A BUNDLE' },
  subject: { vi: 'Về', en: 'About' },
  created: { vi: 'Lập lúc', en: 'Made at' },
  key: { vi: 'Khóa', en: 'Key' },
  known: { vi: 'là khóa đã biết', en: 'the one that is known' },
  unknown: {
    vi: 'chưa đối chiếu: hỏi nhà sản xuất, rồi thêm --key',
    en: 'not compared: ask the producer, then add --key',
  },
  stamp: { vi: 'Dấu thời gian', en: 'Time-stamp' },
  more: { vi: 'và thêm', en: 'and more' },
  noted: { vi: 'Nhật ký tự ghi nhận', en: 'The log itself notes' },
  good: { vi: 'KẾT LUẬN: mọi điều đều đúng.', en: 'RESULT: all of it holds.' },
  bad: { vi: 'KẾT LUẬN: KHÔNG ĐÚNG, số điểm', en: 'RESULT: DOES NOT HOLD, points' },
} as const satisfies Record<string, Text>

const NOTES = {
  damaged: {
    vi: 'byte bị hỏng trên đĩa trước khi băm',
    en: 'bytes damaged on disk before hashing',
  },
  seal: { vi: 'con dấu của nhật ký bị gián đoạn', en: "the journal's seals were broken" },
  restored: {
    vi: 'nhật ký được khôi phục từ bản cũ',
    en: 'the journal was put back to an older state',
  },
  altered: { vi: 'bị sửa sau khi băm', en: 'changed after hashing' },
} as const satisfies Record<string, Text>

/** Notes of heads that are shown; an auditor finds all of them in the heads. */
const NOTES_MAX = 10

/** One page of what holds and what does not. */
export function formatReport(verdict: Verdict, language: Language, knownKey?: string): string {
  const say = (text: Text) => text[language]
  const parts = PARTS.flatMap((part) => formatPart(part, verdict, language))
  const { count } = verdict.flaws
  const result = count === 0 ? say(WORDS.good) : `${say(WORDS.bad)}: ${count}`
  const lines = [
    say(WORDS.title),
    '',
    ...formatFacts(verdict, language, knownKey),
    '',
    ...parts,
    ...formatNotes(verdict, language),
    '',
    result,
  ]
  return `${lines.join('\n')}\n`
}

function formatFacts(
  { bundle: { manifest }, heads }: Verdict,
  language: Language,
  knownKey?: string,
): string[] {
  const row = (name: Text, value: string) => `${`${name[language]}:`.padEnd(16)}${value}`
  if (manifest === undefined) return []
  const trust = knownKey === undefined ? WORDS.unknown : WORDS.known
  const keyRow =
    knownKey === undefined || knownKey === manifest.key
      ? [row(WORDS.key, `${manifest.key} (${trust[language]})`)]
      : [row(WORDS.key, manifest.key)]
  const stamp = heads.journal.lastStamp ?? heads.records.lastStamp
  const stampText = stamp && `${new Date(stamp.at).toISOString()}, ${stamp.certificate.subject}`
  return [
    row(WORDS.subject, JSON.stringify(manifest.subject)),
    row(WORDS.created, manifest.createdAt),
    ...keyRow,
    ...(stampText === undefined ? [] : [row(WORDS.stamp, stampText)]),
  ]
}

function formatPart({ holds, kinds }: Part, verdict: Verdict, language: Language): string[] {
  const { named, unnamed } = verdict.flaws
  const own = named.filter(({ kind }) => kinds.includes(kind))
  if (own.length === 0) return [`  ✓ ${holds(verdict)[language]}`]
  const over = kinds.filter((kind) => unnamed.has(kind))
  return [
    ...own.map((flaw) => `  ✗ ${formatFlaw(flaw, language)}`),
    ...over.map(
      (kind) => `  ✗ ${WORDS.more[language]} ${unnamed.get(kind)}: ${FLAWS[kind][language]}`,
    ),
  ]
}

function formatFlaw({ kind, subject, detail }: Flaw, language: Language): string {
  const text = `${subject}: ${FLAWS[kind][language]}`
  return detail === '' ? text : `${text} (${detail})`
}

/** What heads say of damage: it is no flaw of the bundle, and an auditor should know it. */
function formatNotes({ heads }: Verdict, language: Language): string[] {
  const all = [...heads.journal.heads, ...heads.records.heads]
  const findings = all.flatMap((head) => head.findings.map((one) => ({ head, ...one })))
  const lines = findings.slice(0, NOTES_MAX).map(({ head, kind, firstNumber, lastNumber }) => {
    const where = `${head.log} ${firstNumber}–${lastNumber}, ${head.at}`
    return `  ! ${WORDS.noted[language]}: ${where}: ${NOTES[kind][language]}`
  })
  const over = findings.length - lines.length
  return over > 0 ? [...lines, `  ! ${WORDS.more[language]} ${over}`] : lines
}
