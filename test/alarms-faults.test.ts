import { DatabaseSync } from 'node:sqlite'

import { describe, expect, onTestFinished, test, vi } from 'vitest'

import { ChannelError } from '#alarms/channels/error.ts'
import { DAY, MINUTE } from '#domain/time.ts'

import { Mailbox, openNotifier, WITHOUT_DELAYS } from './alarms-fixture.ts'

const QUIET = { from: '13:00', until: '20:00' }
const TWO_STEPS = [
  { after: 0, to: [{ person: 'lan' }] },
  { after: 15 * MINUTE, to: [{ person: 'minh' }] },
]
const down = () => Promise.reject(new ChannelError('CHANNEL_UNREACHABLE', 'no route to host'))
const refuse = () => Promise.reject(new ChannelError('CHANNEL_REFUSED', 'no such mailbox'))

async function open(mailboxes?: readonly Mailbox[]) {
  const notifier = await openNotifier(mailboxes)
  onTestFinished(() => notifier[Symbol.asyncDispose]())
  return notifier
}

/** Lan is told of everything, Minh when she does not answer. */
async function openWithTwo(mailbox = new Mailbox()) {
  const notifier = await open([mailbox])
  await notifier.tell('lan')
  await notifier.tell('minh')
  await notifier.route({ steps: TWO_STEPS })
  return { notifier, mailbox }
}

/** Minute after minute. */
async function live(notifier: Awaited<ReturnType<typeof open>>, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    notifier.pass(1)
    await notifier.settled()
  }
}

describe('what was taken in goes out once', () => {
  test('when another process writes at the moment that it is noted', async () => {
    const { notifier, mailbox } = await openWithTwo()
    const other = new DatabaseSync(notifier.file)
    onTestFinished(() => other.close())
    const accept = mailbox.send.bind(mailbox)
    const send = vi.spyOn(mailbox, 'send').mockImplementationOnce(async (address, message) => {
      other.exec('begin immediate')
      setTimeout(() => other.exec('rollback'), 300)
      return await accept(address, message)
    })
    await notifier.see(1)
    await vi.waitFor(() => expect(mailbox.sent).toHaveLength(1))
    await vi.waitFor(async () => {
      const [message] = await notifier.registry.notifications.messages({ limit: 1 })
      expect(message?.state).toBe('accepted')
    })
    notifier.pass(1)
    await notifier.settled()
    expect(send).toHaveBeenCalledOnce()
  })

  test('when the clock is set on while it is under way', async () => {
    const { notifier, mailbox } = await openWithTwo()
    const slow = Promise.withResolvers<object>()
    mailbox.failures.push(() => slow.promise)
    await notifier.see(1)
    await vi.waitFor(() => expect(mailbox.failures).toHaveLength(0))
    notifier.pass(0.5)
    await new Promise((resolve) => setTimeout(resolve, 600))
    slow.resolve({})
    await notifier.settled()
    expect(mailbox.sent).toEqual([])
  })
})

describe('a message that could not go out', () => {
  test('is not sent when somebody has answered meanwhile', async () => {
    const { notifier, mailbox } = await openWithTwo()
    mailbox.failures.push(down, down)
    const alarm = await notifier.see(1)
    await notifier.settled()
    await notifier.act(alarm, { kind: 'acknowledge' })
    await live(notifier, 20)
    expect(mailbox.said).toEqual([])
  })

  test('is not sent when it is over, and nor is its end', async () => {
    const { notifier, mailbox } = await openWithTwo()
    mailbox.failures.push(down, down, refuse)
    await notifier.see(1)
    await notifier.settled()
    await notifier.see(0)
    await live(notifier, 20)
    expect(mailbox.said).toEqual([])
  })

  test('makes way for the next step at once when it was refused', async () => {
    const { notifier, mailbox } = await openWithTwo()
    mailbox.failures.push(refuse)
    await notifier.see(2)
    await live(notifier, 1)
    expect(mailbox.said).toEqual(['minh@x escalated'])
  })

  test('makes the service unwell until somebody dismisses it', async () => {
    const { notifier, mailbox } = await openWithTwo()
    mailbox.failures.push(refuse)
    await notifier.see(2)
    await notifier.settled()
    expect(await notifier.health()).toMatchObject({
      ok: false,
      detail: { problem: expect.stringContaining('given up on email') },
    })
    expect(await notifier.metric('messages_dead')).toMatch(/channel="email"\} 1$/m)
    const { notifications } = notifier.registry
    const [dead] = await notifications.messages({ limit: 1, states: ['dead'] })
    await notifications.dismiss(dead?.key ?? '')
    expect(await notifier.health()).toMatchObject({ ok: true })
  })

  test('is tried like a new one when a manager sends it again after days', async () => {
    const { notifier, mailbox } = await openWithTwo()
    await notifier.route({})
    mailbox.failures.push(refuse, down)
    await notifier.see(1)
    await notifier.settled()
    notifier.pass(25 * 60)
    const [dead] = await notifier.registry.notifications.messages({ limit: 1, states: ['dead'] })
    await notifier.registry.notifications.revive(dead?.key ?? '', notifier.now)
    await live(notifier, 2)
    expect(mailbox.said).toEqual(['lan@x raised'])
  })

  test('does not call the fallback to what was answered, nor when another address was reached', async () => {
    const [mail, sms, chat] = [new Mailbox(), new Mailbox('sms'), new Mailbox('telegram')]
    const notifier = await open([mail, sms, chat])
    const addresses = [
      { channel: 'email', address: 'lan@x', use: 'always' },
      { channel: 'sms', address: '09', use: 'fallback' },
    ] as const
    await notifier.tell('lan', { addresses })
    await notifier.route({})
    mail.failures.push(...Array.from({ length: 40 }, () => down))
    const limit = { ...WITHOUT_DELAYS, offDelay: 60 * MINUTE }
    const alarm = await notifier.see(1, { limit })
    await notifier.settled()
    await notifier.act(alarm, { kind: 'acknowledge' })
    await notifier.see(0, { limit })
    await live(notifier, 6)
    const always = { channel: 'telegram', address: '1', use: 'always' } as const
    await notifier.tell('lan', { addresses: [...addresses, always] })
    await notifier.see(1, { device: 'probe-2', limit })
    await live(notifier, 6)
    expect([chat.said, sms.said]).toEqual([['1 raised'], []])
  })
})

describe('nobody is left out', () => {
  test('who is in a digest and in a route at once hears at once', async () => {
    const { notifier, mailbox } = await openWithTwo()
    await notifier.route({ id: 'a-digest', digestAt: '06:30' })
    await notifier.see(2)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised'])
  })

  test('what waited for its turn and is over by then is told all the same', async () => {
    const { notifier, mailbox } = await openWithTwo()
    await notifier.route({})
    for (let turn = 0; turn < 3; turn += 1) {
      await notifier.see(1)
      await notifier.settled()
      await notifier.see(0)
      await notifier.settled()
    }
    await notifier.see(1, { device: 'probe-2' })
    await live(notifier, 5)
    await notifier.see(0, { device: 'probe-2' })
    await live(notifier, 20)
    const told = mailbox.sent.flatMap(({ message }) => message.notices)
    expect(told.filter(({ isOver }) => isOver === true)).toMatchObject([{ kind: 'raised' }])
  })

  test('escalation goes on while the alarm moves between its levels, and while it comes and goes', async () => {
    const { notifier, mailbox } = await openWithTwo()
    for (let turn = 0; turn < 3; turn += 1) {
      for (const level of [1, 2, 0]) {
        await notifier.see(level, { device: 'probe-2' })
        await live(notifier, 2)
      }
    }
    expect(mailbox.said).toContain('minh@x escalated')
  })

  test('nobody is called for the silence of who was not told yet', async () => {
    const { notifier, mailbox } = await openWithTwo()
    await notifier.tell('lan', { quietHours: QUIET })
    await notifier.see(1)
    await live(notifier, 20)
    expect(mailbox.said).toEqual([])
  })

  test('who has another address by then is told there', async () => {
    const { notifier, mailbox } = await openWithTwo()
    await notifier.tell('lan', { quietHours: QUIET })
    await notifier.see(1)
    await notifier.settled()
    const addresses = [{ channel: 'email', address: 'new@x', use: 'always' }] as const
    await notifier.tell('lan', { quietHours: QUIET, addresses })
    notifier.pass(6 * 60)
    await notifier.settled()
    expect(mailbox.said).toEqual(['new@x raised'])
  })

  test.each([
    [{ steps: TWO_STEPS.map(({ after }) => ({ after, to: [{ person: 'gone' }] })) }],
    [{ hours: { from: '01:00', until: '02:00' } }],
  ])('an alarm that %j tells to nobody is counted', async (route) => {
    const notifier = await open()
    await notifier.route(route)
    await notifier.see(2)
    await notifier.settled()
    expect(await notifier.metric('unheard_total')).toMatch(/unheard_total 1$/m)
  })

  test('messages that were made while the clock was a day ahead hold nobody back', async () => {
    const { notifier, mailbox } = await openWithTwo()
    const to = { person: 'lan', channel: 'email', address: 'lan@x' } as const
    for (let index = 0; index < 6; index += 1) {
      const body = JSON.stringify({ notices: [{ kind: 'test' }] })
      const made = { ...to, key: `K${index}`, createdAt: notifier.now + DAY, body, notices: [] }
      await notifier.registry.notifications.compose([made])
    }
    await notifier.see(1)
    await live(notifier, 2)
    expect(mailbox.said).toEqual(['lan@x raised'])
  })
})

test('the end of what was urgent has the room that its beginning had', async () => {
  const { notifier, mailbox } = await openWithTwo()
  await notifier.route({})
  const urgent = WITHOUT_DELAYS.levels.map(({ bound }) =>
    Object.assign({ bound, onDelay: 0 }, { priority: 'urgent' } as const),
  )
  const limit = { ...WITHOUT_DELAYS, id: 'vat-urgent', levels: urgent }
  for (let turn = 0; turn < 5; turn += 1) {
    for (const level of [1, 0]) {
      await notifier.see(level, { limit })
      await notifier.settled()
    }
  }
  expect(mailbox.said).toHaveLength(10)
})

test('an end is not told of what has begun again', async () => {
  const { notifier, mailbox } = await openWithTwo()
  await notifier.route({})
  await notifier.see(1)
  await notifier.settled()
  mailbox.failures.push(down)
  await notifier.see(0)
  await notifier.settled()
  await notifier.see(1)
  await live(notifier, 2)
  expect(mailbox.said).toEqual(['lan@x raised', 'lan@x raised'])
})

test('a digest tells each time with its own hour, and that it is over', async () => {
  const { notifier, mailbox } = await openWithTwo()
  await notifier.route({ digestAt: '20:00', tellsEnd: false })
  for (let turn = 0; turn < 2; turn += 1) {
    await notifier.see(1)
    notifier.pass(30)
    await notifier.see(0)
    notifier.pass(30)
  }
  await notifier.settled()
  notifier.pass(5 * 60)
  await notifier.settled()
  const told = mailbox.sent.flatMap(({ message }) => message.notices)
  expect(told.map(({ value, end }) => [value, end?.lastedText])).toEqual([
    ['45 °C', '30 phút'],
    ['45 °C', '30 phút'],
  ])
  expect(told).toMatchObject([
    { sinceText: '14:00 01/04/2026', end: { atText: '14:30 01/04/2026' }, isOver: true },
    { sinceText: '15:00 01/04/2026', end: { atText: '15:30 01/04/2026' }, isOver: true },
  ])
  expect(told.map(({ acknowledgeUrl }) => acknowledgeUrl)).toEqual([undefined, undefined])
})
