import { NguonError } from '#domain/error.ts'

/** A batch of the journal whose bytes changed on disk. Who goes on behind `lastSequence` gives its entries up. */
export class DamagedEntries extends NguonError {
  readonly firstSequence: number
  readonly lastSequence: number

  constructor(firstSequence: number, lastSequence: number) {
    super(
      'JOURNAL_CORRUPT',
      `entries ${firstSequence} to ${lastSequence} of the journal are damaged (checksum); check the disk, and look for them in a backup of journal.db`,
    )
    this.firstSequence = firstSequence
    this.lastSequence = lastSequence
  }
}
