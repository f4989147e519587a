import { createHash } from 'node:crypto'

import { z } from 'zod'

import {
  BUNDLE_FILES,
  KEYS,
  MANIFEST,
  MANIFEST_SIGNATURE,
  manifestShape,
} from '../bundle/layout.ts'
import type { Manifest } from '../bundle/layout.ts'
import { parseJson } from '../bundle/lines.ts'
import { toCanonicalJson } from '../leaf.ts'
import { toPublicKey, verifySignature, type PublicKey } from '../signing-key.ts'
import type { Flaws } from './flaw.ts'
import { attempt, type OpenedBundle } from './opened-bundle.ts'
import type { ZipReader } from './zip-reader.ts'

export async function readManifest(zip: ZipReader, flaws: Flaws): Promise<Manifest | undefined> {
  if (!zip.has(MANIFEST)) {
    flaws.add('file-missing', MANIFEST)
    return undefined
  }
  const bytes = await attempt({ flaws }, MANIFEST, () => zip.bytes(MANIFEST))
  if (bytes === undefined) return undefined
  const text = bytes.toString()
  const parsed = manifestShape.safeParse(parseJson(text))
  if (parsed.success && toCanonicalJson(parsed.data) === text) return parsed.data
  flaws.add('manifest-invalid', MANIFEST)
  return undefined
}

export async function readKeys(
  zip: ZipReader,
  flaws: Flaws,
): Promise<ReadonlyMap<string, PublicKey>> {
  const keys = await attempt({ flaws }, KEYS, async () => {
    const spkis = z.array(z.base64()).parse(parseJson((await zip.bytes(KEYS)).toString()))
    return spkis.map((spki) => toPublicKey(Buffer.from(spki, 'base64')))
  })
  return new Map((keys ?? []).map((key) => [key.id, key]))
}

export async function checkManifest({ zip, manifest, keys, flaws }: OpenedBundle): Promise<void> {
  if (manifest === undefined) return
  if (!zip.has(MANIFEST_SIGNATURE)) return flaws.add('file-missing', MANIFEST_SIGNATURE)
  await attempt({ flaws }, MANIFEST_SIGNATURE, async () => {
    const signature = (await zip.bytes(MANIFEST_SIGNATURE)).toString('latin1')
    const key = keys.get(manifest.key)
    const isSigned = key !== undefined && verifySignature(key, toCanonicalJson(manifest), signature)
    if (!isSigned) flaws.add('manifest-signature', MANIFEST_SIGNATURE)
  })
}

/** Each file that belongs to a bundle is there once, and is what the manifest says. */
export async function checkFiles(bundle: OpenedBundle): Promise<void> {
  const { zip, manifest, flaws } = bundle
  const expected = new Set([MANIFEST, MANIFEST_SIGNATURE, ...BUNDLE_FILES])
  for (const [index, name] of zip.names.entries()) {
    if (!expected.has(name) || zip.names.indexOf(name) !== index) flaws.add('file-unknown', name)
  }
  const described = new Map(manifest?.files.map((file) => [file.path, file]))
  for (const path of BUNDLE_FILES) {
    if (!zip.has(path)) flaws.add('file-missing', path)
    else if (manifest !== undefined) await checkFile(bundle, path, described.get(path)?.sha256)
  }
}

async function checkFile(bundle: OpenedBundle, path: string, sha256?: string): Promise<void> {
  await attempt(bundle, path, async () => {
    const digest = createHash('sha256')
    for await (const chunk of bundle.zip.chunks(path)) digest.update(chunk)
    if (digest.digest('hex') !== sha256) bundle.flaws.add('file-changed', path)
  })
}
