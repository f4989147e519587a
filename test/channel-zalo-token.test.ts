import { chmod, mkdir, rm, stat } from 'node:fs/promises'

import { describe, expect, test, vi } from 'vitest'

import { HOUR } from '#domain/time.ts'

import { openZalo } from './zalo-fixture.ts'

const never = new AbortController().signal

describe('the access to Zalo', () => {
  test('begins with what a person was granted, and the next refresh token is on disk', async () => {
    await using zalo = await openZalo()
    await using token = await zalo.openToken()
    expect(await token.get(never)).toBe(zalo.platform.accessToken)
    expect(await zalo.readKept()).toMatchObject({
      refreshToken: zalo.platform.refreshToken,
      accessToken: zalo.platform.accessToken,
      unansweredAt: null,
    })
    expect((await stat(zalo.file)).mode & 0o777).toBe(0o600)
  })

  test('is renewed once, however many find it expired at the same time', async () => {
    await using zalo = await openZalo()
    await using token = await zalo.openToken()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token.get(never)))
    expect(new Set(tokens)).toEqual(new Set([zalo.platform.accessToken]))
    const [old = ''] = tokens
    zalo.platform.endAccess()
    const renewed = await Promise.all(Array.from({ length: 20 }, () => token.replace(old, never)))
    expect(new Set(renewed)).toEqual(new Set([zalo.platform.accessToken]))
    expect(zalo.platform.refreshCount).toBe(2)
  })

  test('goes on after a restart without asking, and with the newest token after many', async () => {
    await using zalo = await openZalo()
    for (let start = 1; start <= 5; start++) {
      await using token = await zalo.openToken()
      const access = await token.get(never)
      expect(zalo.platform.refreshCount).toBe(start)
      await token.replace(access, never)
      expect(zalo.platform.refreshCount).toBe(start + 1)
    }
  })

  test('is renewed before it ends, though nobody asks', async () => {
    await using zalo = await openZalo()
    vi.useFakeTimers({ toFake: ['setInterval', 'Date'] })
    try {
      await using token = await zalo.openToken()
      await token.get(never)
      vi.advanceTimersByTime(21 * HOUR)
      expect(zalo.platform.refreshCount).toBe(1)
      vi.advanceTimersByTime(2 * HOUR)
      await vi.waitUntil(() => zalo.platform.refreshCount === 2)
      expect(await token.get(never)).toBe(zalo.platform.accessToken)
      expect(zalo.platform.refreshCount).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })

  test('is renewed to the end also when nobody waits any more', async () => {
    await using zalo = await openZalo()
    await using token = await zalo.openToken()
    await expect(token.get(AbortSignal.abort())).rejects.toMatchObject({
      code: 'CHANNEL_UNREACHABLE',
    })
    expect(await token.get(never)).toBe(zalo.platform.accessToken)
    expect(zalo.platform.refreshCount).toBe(1)
  })

  test('is renewed to the end also when the service is stopped meanwhile', async () => {
    await using zalo = await openZalo()
    {
      await using token = await zalo.openToken()
      await expect(token.get(AbortSignal.abort())).rejects.toThrow('no answer in time')
    }
    expect(await zalo.readKept()).toMatchObject({ refreshToken: zalo.platform.refreshToken })
  })

  test('begins anew when a person was granted another one', async () => {
    await using zalo = await openZalo()
    {
      await using token = await zalo.openToken()
      await token.get(never)
    }
    zalo.platform.refreshToken = 'granted-anew'
    await using token = await zalo.openToken('granted-anew')
    expect(await token.get(never)).toBe(zalo.platform.accessToken)
    expect(zalo.platform.refreshCount).toBe(2)
  })
})

describe('an answer that is lost', () => {
  test('is told to a person with what to do, once Zalo does not take the old token', async () => {
    await using zalo = await openZalo()
    {
      await using token = await zalo.openToken()
      const body = '<html>welcome to our hotel</html>'
      zalo.platform.http.plan({ status: 200, body })
      await expect(token.get(never)).rejects.toMatchObject({ code: 'CHANNEL_NOT_NOW', retry: true })
    }
    // The portal lied: Zalo had answered, and the old one is used up.
    zalo.platform.refreshToken = 'in an answer that nobody heard'
    await using token = await zalo.openToken()
    const refused = token.get(never)
    await expect(refused).rejects.toMatchObject({ code: 'CHANNEL_CONFIGURATION', retry: false })
    await expect(refused).rejects.toThrow(/refresh of 20\S+Z was lost.*NGUON_ZALO_REFRESH_TOKEN/)
    await expect(refused).rejects.not.toThrow(zalo.given)
  })

  test('of a server that was not there costs nothing: the same token is tried again', async () => {
    await using zalo = await openZalo()
    await using token = await zalo.openToken()
    zalo.platform.http.plan({ status: 503 }, { status: 502, body: 'bad gateway' })
    await expect(token.get(never)).rejects.toMatchObject({ code: 'CHANNEL_NOT_NOW' })
    await expect(token.get(never)).rejects.toMatchObject({ code: 'CHANNEL_NOT_NOW' })
    expect(await zalo.readKept()).toMatchObject({ unansweredAt: expect.any(Number) })
    expect(await token.get(never)).toBe(zalo.platform.accessToken)
    expect(await zalo.readKept()).toMatchObject({ unansweredAt: null })
  })
})

test('a refusal is believed for a while: Zalo is not asked with each message', async () => {
  await using zalo = await openZalo()
  await using token = await zalo.openToken('never granted')
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(token.get(never)).rejects.toThrow(
      /-14014: Invalid refresh token.*grant the app anew/,
    )
  }
  expect(zalo.platform.http.requests).toHaveLength(1)
})

const isRoot = process.getuid?.() === 0
const whyRoot = isRoot ? ' (as root: by a folder in the way of the file)' : ''

test(`tokens that cannot be written are not used, and not lost either${whyRoot}`, async () => {
  await using zalo = await openZalo()
  await using token = await zalo.openToken()
  const access = await token.get(never)
  await block(zalo)
  await expect(token.replace(access, never)).rejects.toThrow('cannot be written to disk')
  expect(zalo.platform.refreshCount).toBe(1)
  await unblock(zalo)
  expect(await token.get(never)).toBe(zalo.platform.accessToken)
  expect(zalo.platform.refreshCount).toBe(2)
})

/** The draft of the file cannot be made. */
async function block({ folder, file }: { folder: string; file: string }): Promise<void> {
  if (isRoot) await mkdir(`${file}.new`)
  else await chmod(folder, 0o500)
}

async function unblock({ folder, file }: { folder: string; file: string }): Promise<void> {
  if (isRoot) await rm(`${file}.new`, { recursive: true })
  else await chmod(folder, 0o700)
}
