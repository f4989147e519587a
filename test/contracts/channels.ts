import { inspect } from 'node:util'

import { describe, expect, test } from 'vitest'

import type { Channel } from '#alarms/channels/contract.ts'
import { ChannelError } from '#alarms/channels/error.ts'
import { findAddressFlaw } from '#domain/notification/address.ts'

import { makeMessage } from '../channel-message.ts'

/**
 * What the other side does: takes a message in; refuses it for good, and repeats what it was sent; asks to try again; says nothing;
 * speaks another language; is gone.
 */
export type Conduct = 'accept' | 'refuse' | 'later' | 'silent' | 'babble' | 'die'

/** A channel and the other side of it. */
export interface ChannelStand extends AsyncDisposable {
  readonly channel: Channel
  readonly address: string
  readonly flawed: readonly string[]
  readonly secrets: readonly string[]
  behave(conduct: Conduct): Promise<void>
  /** Of each message that was taken in its key, or its text where the other side knows no keys. */
  takenIn(): readonly string[]
}

const never = new AbortController().signal

export function testChannel(name: string, open: () => Promise<ChannelStand>): void {
  describe(`${name} is a channel`, () => {
    testSending(open)
    testFailing(open)
    testAddresses(open)
  })
}

function testSending(open: () => Promise<ChannelStand>): void {
  test('what is accepted has arrived, once for each time it is sent', async () => {
    await using stand = await open()
    expect(typeof (await send(stand))).toBe('object')
    await Promise.all([send(stand), send(stand)])
    const arrived = stand.takenIn()
    expect(arrived).toHaveLength(3)
    expect(new Set(arrived).size).toBe(1)
    expect(JSON.stringify(arrived)).toMatch(/01K5ZQ8M4T6V7W8X9YABCDEFGH|Bể quá nóng/)
  })

  test('who asks to try again is told so, and is asked again', async () => {
    await using stand = await open()
    await stand.behave('later')
    const error = await fail(stand)
    expect([error.code, error.retry]).toEqual(['CHANNEL_NOT_NOW', true])
    await stand.behave('accept')
    await send(stand)
  })
}

function testFailing(open: () => Promise<ChannelStand>): void {
  test('what is refused for good is not to be sent again', async () => {
    await using stand = await open()
    await stand.behave('refuse')
    const error = await fail(stand)
    expect([error.code, error.retry]).toEqual(['CHANNEL_REFUSED', false])
    expect(error.message.length).toBeLessThan(600)
  })

  test('one that is gone cannot be reached', async () => {
    await using stand = await open()
    await stand.behave('die')
    const error = await fail(stand)
    expect([error.code, error.retry]).toEqual(['CHANNEL_UNREACHABLE', true])
    expect(error.message).toContain('cannot be reached')
  })

  test('a rubbish answer is not success, and it is tried again', async () => {
    await using stand = await open()
    await stand.behave('babble')
    expect((await fail(stand)).retry).toBe(true)
  })

  test('who says nothing is given up on when the signal says so', async () => {
    await using stand = await open()
    await stand.behave('silent')
    const startedAt = Date.now()
    const error = await fail(stand, AbortSignal.timeout(200))
    expect([error.code, error.retry]).toEqual(['CHANNEL_UNREACHABLE', true])
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    const late = await fail(stand, AbortSignal.abort())
    expect(late.code).toBe('CHANNEL_UNREACHABLE')
  })

  test.for<Conduct>(['refuse', 'later', 'babble', 'die'])(
    'no secret is in what it says when the other side would %s',
    async (conduct) => {
      await using stand = await open()
      await stand.behave(conduct)
      const said = inspect(await fail(stand), { depth: 9, showHidden: true })
      expect(stand.secrets.length).toBeGreaterThan(0)
      for (const secret of stand.secrets) {
        for (const form of [secret, encodeURIComponent(secret), toBase64(secret)]) {
          expect(said).not.toContain(form)
        }
      }
    },
  )
}

function testAddresses(open: () => Promise<ChannelStand>): void {
  test('what is wrong with an address is said, and nothing is sent there', async () => {
    await using stand = await open()
    const { channel, address, flawed } = stand
    expect(findAddressFlaw(channel.name, address)).toBeUndefined()
    for (const wrong of ['', ' ', 'x\r\nBcc: y@z.vn', ...flawed]) {
      const error = await fail({ ...stand, channel, address: wrong })
      expect([error.code, error.retry], `'${wrong}'`).toEqual(['CHANNEL_REFUSED', false])
    }
  })
}

function send({ channel, address }: Pick<ChannelStand, 'channel' | 'address'>, signal = never) {
  return channel.send(address, makeMessage(), signal)
}

async function fail(stand: Pick<ChannelStand, 'channel' | 'address'>, signal = never) {
  const error: unknown = await send(stand, signal).then(
    () => new Error('it was accepted'),
    (caught: unknown) => caught,
  )
  if (!(error instanceof ChannelError)) throw error
  return error
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}
