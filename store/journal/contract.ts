import type { Instant } from '#domain/time.ts'

/** What a device said, or what the gateway saw it do, before anybody understood it. */
export interface Entry {
  readonly kind: EntryKind
  readonly receivedAt: Instant
  readonly device: string
  /** The MQTT topic; for `presence` it is ''. */
  readonly topic: string
  /** The raw bytes; for `presence` the UTF-8 word `online` or `offline`. */
  readonly payload: Uint8Array
  /** The PUBLISH carried the RETAIN flag: through a bridge it may be an old value. */
  readonly retained: boolean
}
export type EntryKind = 'message' | 'presence'

export interface SequencedEntry extends Entry {
  /** 1, 2, 3 … without gaps, in the order of append; never reused, also not after trimming. */
  readonly sequence: number
}

export interface JournalStatus {
  /** 0 when nothing was ever appended. */
  readonly lastSequence: number
  /** The oldest sequence still kept; lastSequence + 1 when nothing is kept. */
  readonly firstSequence: number
  readonly bytes: number
  readonly bytesMax: number
  /** Per consumer: the last sequence it is done with. */
  readonly cursors: ReadonlyMap<string, number>
}

/** The consumer that archives entries, a day or a file at a time: how far it is says nothing of how far readings are. */
export const EVIDENCE_CONSUMER = 'evidence'

/** Where a consumer that checks the seals is: behind a whole commit. */
export interface SealedPlace {
  readonly sequence: number
  /** Of that commit; null when it is not known or has none: then the next one's is believed. */
  readonly seal: Uint8Array | null
}

export interface SealedStretch {
  /** Of whole commits, in order. */
  readonly entries: readonly SequencedEntry[]
  /** Behind them. */
  readonly place: SealedPlace
  /** The first sequences of commits whose seal does not follow from the one before: what was journalled was changed, or another journal was put in its place. */
  readonly breaks: readonly number[]
}

/**
 * The durable log of raw messages between gateway and ingest. One process appends; any number of consumers
 * read, each with a cursor of its own. Whoever opened a journal closes it.
 */
export interface Journal extends AsyncDisposable {
  /**
   * Appends all entries or none, in order, and resolves with the sequence of the last one only when they are on
   * disk (fsync). Rejects with a NguonError whose `retry` is true when the disk is full (`JOURNAL_DISK`), on any
   * I/O error (`JOURNAL_IO`) and when `bytesMax` is reached by entries that may not be trimmed (`JOURNAL_FULL`; what
   * every consumer has passed makes room by itself): then nothing was appended and the same call may be made again.
   */
  append(entries: readonly Entry[]): Promise<number>
  /**
   * Up to `max` entries with sequence > `after`, in order, fewer where they are large; empty only when there are none yet. Rejects with `DamagedEntries`
   * (`JOURNAL_CORRUPT`) when the first of them was damaged on disk: it skips nothing by itself, and what stands before the
   * damage is read first.
   */
  read(after: number, max: number): Promise<SequencedEntry[]>
  /**
   * As `read`, in whole commits behind `place`, at most a few megabytes of them, and whether each commit's seal continues the
   * one before. Nothing is withheld because a seal does not.
   */
  readSealed(place: SealedPlace): Promise<SealedStretch>
  /**
   * Records that `consumer` is done with everything up to `sequence`. Idempotent; a smaller sequence than
   * recorded is ignored. May be lost in a power cut (then entries are read again), never invented.
   */
  advance(consumer: string, sequence: number): Promise<void>
  /**
   * Deletes entries that every known consumer has passed AND that are older than the retention; above four fifths of
   * `bytesMax` also younger ones, the oldest first and no more than must. With no consumer known nothing is
   * deleted. Entries appended together go together. Returns how many went, at most a few megabytes a call: call it
   * often, and again at once while it returns more than 0.
   */
  trim(now: Instant): Promise<number>
  /** Devices whose newest `presence` entry says `online`, also when that entry was trimmed since. */
  online(): Promise<string[]>
  status(): Promise<JournalStatus>
}
