import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { pino } from 'pino'

import { ZaloToken } from '#alarms/channels/zalo-token.ts'

import { APP, ZaloPlatform } from './zalo-platform.ts'

/** Zalo, and a keeper of its tokens in a folder of its own, that can be opened again as after a restart. */
export async function openZalo() {
  await using opening = new AsyncDisposableStack()
  const platform = opening.use(await ZaloPlatform.open())
  const folder = await mkdtemp(path.join(tmpdir(), 'nguon-zalo-'))
  opening.defer(() => rm(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'zalo-token.json')
  const given = platform.refreshToken
  const resources = opening.move()
  const openToken = (refreshToken = given) =>
    ZaloToken.open({
      ...APP,
      oauthUrl: platform.url,
      file,
      refreshToken,
      log: pino({ level: 'silent' }),
    })
  return {
    platform,
    folder,
    file,
    given,
    openToken,
    readKept: async (): Promise<Record<string, unknown>> =>
      JSON.parse(await readFile(file, 'utf8')),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}
