import type { Manifest } from '../bundle/layout.ts'
import type { PublicKey } from '../signing-key.ts'
import type { Flaws } from './flaw.ts'
import type { ZipReader } from './zip-reader.ts'

/** A bundle under examination. */
export interface OpenedBundle {
  readonly zip: ZipReader
  /** Undefined when it cannot be understood; then what it says is not known, and the rest is still checked. */
  readonly manifest: Manifest | undefined
  /** By id. */
  readonly keys: ReadonlyMap<string, PublicKey>
  readonly flaws: Flaws
}

/** Runs a check of one file; that it cannot be read is a flaw, and the other checks go on. */
export async function attempt<Result>(
  { flaws }: Pick<OpenedBundle, 'flaws'>,
  path: string,
  check: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await check()
  } catch (error) {
    flaws.add('file-unreadable', path, error instanceof Error ? error.message : String(error))
    return undefined
  }
}
