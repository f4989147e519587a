import type { Text } from '#domain/text.ts'

/** What does not hold, by kind; `subject` (a file, an entry, a reading) is named in front of it. */
export const FLAWS = {
  'zip-unreadable': { vi: 'không đọc được tệp zip', en: 'the zip file cannot be read' },
  'zip-changed': {
    vi: 'tệp zip đã bị thay đổi sau khi ký',
    en: 'the zip file was changed after it was sealed',
  },
  'file-missing': { vi: 'thiếu tệp này', en: 'this file is missing' },
  'file-unknown': { vi: 'tệp này không thuộc gói', en: 'this file does not belong here' },
  'file-changed': { vi: 'tệp này đã bị thay đổi', en: 'this file was changed' },
  'file-unreadable': { vi: 'không đọc được tệp này', en: 'this file cannot be read' },
  'manifest-invalid': { vi: 'bản kê không đúng mẫu', en: 'the manifest is not one' },
  'manifest-signature': {
    vi: 'chữ ký trên bản kê không đúng',
    en: 'the signature over the manifest is not right',
  },
  'key-other': {
    vi: 'khóa không phải là khóa đã biết',
    en: 'the key is not the one that is known',
  },
  'head-invalid': { vi: 'đầu cây không đúng mẫu', en: 'is not a tree head' },
  'head-signature': {
    vi: 'chữ ký trên đầu cây không đúng',
    en: 'the signature over the head is not right',
  },
  'head-order': {
    vi: 'đầu cây không nối tiếp đầu trước',
    en: 'the head does not name the one before it',
  },
  'head-history': {
    vi: 'nhật ký đã bị viết lại từ đầu cây trước',
    en: 'the log was rewritten since the head before',
  },
  'head-known': {
    vi: 'đầu cây đã biết không có trong gói',
    en: 'the head that is known is not among the heads',
  },
  'head-missing': {
    vi: 'thiếu đầu cây bao trùm các mục',
    en: 'the head over the leaves is missing',
  },
  'time-stamp': { vi: 'dấu thời gian không đúng', en: 'the time-stamp is not right' },
  proof: {
    vi: 'bằng chứng không dẫn tới gốc cây đã ký',
    en: 'the proof does not lead to the signed root',
  },
  'entry-changed': { vi: 'mục này đã bị thay đổi', en: 'the entry was changed' },
  'entry-missing': { vi: 'mục này đã bị bỏ đi', en: 'the entry was taken away' },
  'entry-unknown': { vi: 'mục này không có trong nhật ký', en: 'the entry is not in the log' },
  'record-changed': { vi: 'bản ghi này đã bị thay đổi', en: 'the record was changed' },
  'record-missing': { vi: 'bản ghi này đã bị bỏ đi', en: 'the record was taken away' },
  'record-unknown': {
    vi: 'bản ghi này không có trong nhật ký',
    en: 'the record is not in the log',
  },
  'line-unreadable': { vi: 'không hiểu được dòng này', en: 'the line cannot be understood' },
  'event-missing': { vi: 'sự kiện này đã bị bỏ đi', en: 'the event was taken away' },
  'event-unknown': {
    vi: 'sự kiện này không có trong nhật ký',
    en: 'the event is not in the log',
  },
  'reading-changed': {
    vi: 'số đo khác với thông điệp gốc',
    en: 'the reading is not what the raw message says',
  },
  'reading-missing': {
    vi: 'thông điệp gốc có số đo này mà gói không có',
    en: 'the raw message holds this reading and the bundle does not',
  },
  'reading-unknown': {
    vi: 'không thông điệp gốc nào có số đo này',
    en: 'no raw message holds this reading',
  },
} as const satisfies Record<string, Text>

export type FlawKind = keyof typeof FLAWS

export interface Flaw {
  readonly kind: FlawKind
  /** What it is about: a path, `entry 12`, `reading 12 vat-01 temperature …`. */
  readonly subject: string
  readonly detail: string
}

/** Of each kind so many are named; the others are counted. */
const NAMED_MAX = 20

/** What was found, as it is found. */
export class Flaws {
  readonly #named: Flaw[] = []
  readonly #counts = new Map<FlawKind, number>()

  add(kind: FlawKind, subject: string, detail = ''): void {
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    if (count <= NAMED_MAX) this.#named.push({ kind, subject, detail })
  }

  get named(): readonly Flaw[] {
    return this.#named
  }

  /** By kind, how many are not named. */
  get unnamed(): ReadonlyMap<FlawKind, number> {
    const over = [...this.#counts].map(([kind, count]) => [kind, count - NAMED_MAX] as const)
    return new Map(over.filter(([, count]) => count > 0))
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0)
  }
}
