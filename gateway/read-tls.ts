import { readFile } from 'node:fs/promises'

import { NguonError, toMessage } from '#domain/error.ts'

/** The PEM texts of the files that the configuration names. */
export async function readTls(paths: { readonly keyPath: string; readonly certPath: string }) {
  const [key, cert] = await Promise.all([
    readPem('NGUON_TLS_KEY', paths.keyPath),
    readPem('NGUON_TLS_CERT', paths.certPath),
  ])
  return { key, cert }
}

async function readPem(variable: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const message = `${variable} is '${path}' (${toMessage(error)}); accepted is a readable PEM file`
    throw new NguonError('CONFIGURATION', message, { cause: error })
  }
}
