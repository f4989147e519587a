import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'

/** Files by the SHA-256 of what is in them: the same content is one file, and another content has another name. */
export interface AttachmentFiles {
  /** On disk when it resolves; resolves with the hash, hex. */
  keep(content: Uint8Array): Promise<string>
  /** Undefined when it is not there, or is not any more what it was. */
  read(hash: string): Promise<Buffer | undefined>
}

export function createAttachmentFiles(folder: string): AttachmentFiles {
  const nameOf = (hash: string) => path.join(folder, hash.slice(0, 2), hash)
  return {
    keep: async (content) => {
      const hash = hashOf(content)
      const file = nameOf(hash)
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      const draft = `${file}.${crypto.randomUUID()}.new`
      await using opened = await open(draft, 'w', 0o600)
      await opened.writeFile(content)
      await opened.sync()
      await rename(draft, file)
      return hash
    },
    read: async (hash) => {
      const content = await readFile(nameOf(hash)).catch(() => undefined)
      return content !== undefined && hashOf(content) === hash ? content : undefined
    },
  }
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
