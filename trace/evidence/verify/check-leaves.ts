import { logFiles } from '../bundle/layout.ts'
import { decodeHashes, decodeLeafRows, type LeafRow } from '../bundle/leaf-rows.ts'
import { rootOfProof } from '../bundle/range-proof.ts'
import type { LogName } from '../evidence-reader.ts'
import type { TreeHead } from '../head.ts'
import { attempt, type OpenedBundle } from './opened-bundle.ts'

/** The leaves that the bundle says are in the log, by number; proven to be, or a flaw says that they are not. */
export async function checkLeaves(
  bundle: OpenedBundle,
  log: LogName,
  heads: readonly TreeHead[],
): Promise<ReadonlyMap<number, LeafRow>> {
  const files = logFiles(log)
  const rows = await attempt(bundle, files.leaves, async () =>
    decodeLeafRows(await bundle.zip.bytes(files.leaves)),
  )
  const proof = await attempt(bundle, files.nodes, async () =>
    decodeHashes(await bundle.zip.bytes(files.nodes)),
  )
  if (rows !== undefined && proof !== undefined) checkRoot(bundle, { log, rows, proof, heads })
  else bundle.flaws.add('proof', files.leaves)
  return new Map((rows ?? []).map((row) => [row.number, row]))
}

interface Claim {
  readonly log: LogName
  readonly rows: readonly LeafRow[]
  readonly proof: readonly Uint8Array[]
  readonly heads: readonly TreeHead[]
}

function checkRoot({ manifest, flaws }: OpenedBundle, { log, rows, proof, heads }: Claim): void {
  const number = manifest === undefined ? heads.at(-1)?.number : manifest.heads[log]
  if (rows.length === 0) {
    if (proof.length > 0 || typeof number === 'number') flaws.add('proof', logFiles(log).leaves)
    return
  }
  const head = heads.find((one) => one.number === number)
  if (head === undefined) return flaws.add('head-missing', log)
  const sorted = rows.toSorted((a, b) => a.index - b.index)
  const leaves = {
    indexes: sorted.map(({ index }) => index),
    hashes: sorted.map(({ hash }) => hash),
  }
  const root = rootOfProof(leaves, proof, head.size)
  const isRoot = root !== undefined && Buffer.from(root).toString('hex') === head.root
  if (!isRoot) flaws.add('proof', logFiles(log).leaves)
}
