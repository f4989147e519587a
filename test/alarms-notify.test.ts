import { describe, expect, onTestFinished, test } from 'vitest'

import { ChannelError } from '#alarms/channels/error.ts'
import { MINUTE } from '#domain/time.ts'
import { readLink } from '#service/acknowledge-link.ts'

import { LINKS, Mailbox, openNotifier } from './alarms-fixture.ts'

async function open(mailboxes?: readonly Mailbox[]) {
  const notifier = await openNotifier(mailboxes)
  onTestFinished(() => notifier[Symbol.asyncDispose]())
  return notifier
}

/** Lan is told of everything at once. */
async function openWithLan(mailbox = new Mailbox()) {
  const notifier = await open([mailbox])
  await notifier.tell('lan')
  await notifier.route({})
  return { notifier, mailbox }
}

describe('an alarm is told', () => {
  test('once when it is raised, and once that it is over', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.see(1)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised'])
    notifier.pass(5)
    await notifier.see(0)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised', 'lan@x resolved'])
  })

  test('with what it is, where, since when, its value, its limit, what to do and a link of her own', async () => {
    const { notifier, mailbox } = await openWithLan()
    const alarm = await notifier.see(2)
    await notifier.settled()
    const [notice] = mailbox.sent[0]?.message.notices ?? []
    expect(notice).toMatchObject({
      kind: 'raised',
      alarm,
      priority: 'high',
      place: 'Bể 1',
      name: 'Bể nóng',
      sinceText: '14:00 01/04/2026',
      value: '50 °C',
      limit: '≥ 50 °C',
      response: 'vi',
    })
    const token = notice?.acknowledgeUrl?.split('/a/')[1] ?? ''
    expect(readLink(LINKS.key, token)).toMatchObject({ alarm, person: 'lan' })
  })

  test.each([
    ['vi', 'Hết lúc: 16:05 01/04/2026\nKéo dài: 2 giờ 5 phút', 'lúc 16:05 01/04/2026, sau 2 giờ'],
    ['en', 'Over at: 16:05, 1 Apr 2026\nLasted: 2 h 5 min', 'at 16:05, 1 Apr 2026, after 2 h'],
  ] as const)(
    'as over with when it was over and how long it lasted, in %s',
    async (...expected) => {
      const [language, lines, words] = expected
      const { notifier, mailbox } = await openWithLan()
      await notifier.tell('lan', { language })
      await notifier.see(1)
      notifier.pass(100)
      await notifier.see(2)
      notifier.pass(25)
      await notifier.settled()
      await notifier.see(0)
      await notifier.settled()
      const over = mailbox.sent.at(-1)?.message
      expect(over?.text).toContain(lines)
      expect(over?.subject).toContain(words)
    },
  )

  test('as over with its own times, though it came and went again since', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.see(1)
    await notifier.settled()
    notifier.pass(10)
    await notifier.stop()
    await notifier.see(0)
    notifier.pass(10)
    await notifier.see(1)
    notifier.pass(1)
    await notifier.see(0)
    notifier.start()
    await notifier.settled()
    const ends = mailbox.sent.flatMap(({ message }) => message.notices).map(({ end }) => end)
    expect(ends.map((end) => end?.lastedText)).toContain('10 phút')
  })

  test('again when it becomes worse, not when it becomes milder', async () => {
    const { notifier, mailbox } = await openWithLan()
    for (const level of [1, 2, 1]) {
      await notifier.see(level)
      await notifier.settled()
      notifier.pass(1)
    }
    expect(mailbox.sent.map(({ message }) => message.notices[0]?.priority)).toEqual([
      'medium',
      'high',
    ])
  })

  test('to nobody while it is shelved, and when it comes off the shelf still active', async () => {
    const { notifier, mailbox } = await openWithLan()
    const alarm = await notifier.see(1)
    await notifier.settled()
    await notifier.act(alarm, { kind: 'shelve', duration: 60 * MINUTE })
    notifier.pass(10)
    await notifier.see(2)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised'])
    await notifier.act(alarm, { kind: 'unshelve' })
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised', 'lan@x raised'])
  })

  test('to nobody while it is of the past, and when it has caught up still active', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.see(1, { past: true })
    await notifier.settled()
    notifier.pass(1)
    await notifier.see(0, { past: true })
    await notifier.settled()
    await notifier.see(1, { past: true })
    await notifier.settled()
    expect(mailbox.said).toEqual([])
    await notifier.see(1)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised'])
  })

  test('as over, also when the past says so', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.see(1)
    await notifier.settled()
    notifier.pass(10)
    await notifier.see(0, { past: true })
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised', 'lan@x resolved'])
  })

  test('to nobody when no route fits or one reaches nobody, and the process says so', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.route({ priorities: ['urgent'] })
    await notifier.see(2)
    await notifier.settled()
    await notifier.route({ steps: [{ after: 0, to: [{ person: 'gone' }] }] })
    await notifier.see(2, { device: 'probe-2' })
    await notifier.settled()
    expect(mailbox.said).toEqual([])
    expect(await notifier.metric('unheard_total')).toMatch(/unheard_total 2$/m)
  })

  test('once to who is in several routes, in her own language', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.tell('lan', { language: 'en' })
    await notifier.route({ id: 'also' })
    await notifier.see(1)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised'])
    expect(mailbox.sent[0]?.message.subject).toBe('Alarm · Medium: Vat hot, Vat 1')
  })
})

describe('when nobody answers', () => {
  const STEPS = [
    { after: 0, to: [{ person: 'lan' }] },
    { after: 15 * MINUTE, to: [{ person: 'minh' }, { person: 'lan' }] },
    { after: 30 * MINUTE, to: [{ person: 'hoa' }] },
  ]
  async function openWithSteps() {
    const { notifier, mailbox } = await openWithLan()
    await notifier.tell('minh')
    await notifier.tell('hoa')
    await notifier.route({ steps: STEPS })
    return { notifier, mailbox }
  }

  test('the next are told, step by step, and those who know are reminded', async () => {
    const { notifier, mailbox } = await openWithSteps()
    await notifier.see(1)
    for (const minutes of [14, 1, 15, 60]) {
      await notifier.settled()
      notifier.pass(minutes)
    }
    await notifier.settled()
    expect(mailbox.said.toSorted()).toEqual([
      'hoa@x escalated',
      'lan@x raised',
      'lan@x reminder',
      'minh@x escalated',
    ])
  })

  test.each(['acknowledge', 'clear', 'shelve'])('a step is not taken after %s', async (how) => {
    const { notifier, mailbox } = await openWithSteps()
    const alarm = await notifier.see(1)
    await notifier.settled()
    if (how === 'acknowledge') await notifier.act(alarm, { kind: 'acknowledge' })
    else if (how === 'clear') await notifier.see(0)
    else await notifier.act(alarm, { kind: 'shelve', duration: 30 * MINUTE, oneShot: false })
    await notifier.settled()
    notifier.pass(29)
    await notifier.settled()
    expect(mailbox.said.filter((said) => !said.endsWith('resolved'))).toEqual(['lan@x raised'])
  })

  test('all who were told hear that it is over, each once, and nobody else', async () => {
    const { notifier, mailbox } = await openWithSteps()
    await notifier.see(1)
    await notifier.settled()
    notifier.pass(20)
    await notifier.settled()
    await notifier.see(0)
    await notifier.settled()
    const over = mailbox.said.filter((said) => said.endsWith('resolved'))
    expect(over.toSorted()).toEqual(['lan@x resolved', 'minh@x resolved'])
  })

  test('who is on duty is found when the step is taken', async () => {
    const { notifier, mailbox } = await openWithSteps()
    const day = { timezone: 'Asia/Ho_Chi_Minh', turnDays: 1, startsOn: '2026-04-01' }
    const turns = { people: ['lan', 'minh'], handoverAt: '14:10', substitutions: [] }
    await notifier.registry.rosters.put({ id: 'duty', name: 'duty', ...day, ...turns })
    const to = [{ roster: 'duty' }]
    await notifier.route({
      steps: [
        { after: 0, to },
        { after: 15 * MINUTE, to },
      ],
    })
    await notifier.see(1)
    await notifier.settled()
    // Nobody before the first turn: the next step is taken at once, and that finds nobody either.
    expect(mailbox.said).toEqual([])
    notifier.pass(11)
    await notifier.see(2)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised'])
  })
})

describe('in peace', () => {
  test('what can wait waits for the end of quiet hours, and is not told when it is over by then', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.tell('lan', { quietHours: { from: '13:00', until: '15:00' } })
    await notifier.see(1)
    await notifier.see(1, { device: 'probe-2' })
    await notifier.settled()
    notifier.pass(30)
    await notifier.see(0, { device: 'probe-2' })
    await notifier.see(2, { device: 'probe-3' })
    await notifier.settled()
    expect(
      mailbox.sent.map(({ message }) => message.notices.map(({ priority }) => priority)),
    ).toEqual([['high']])
    notifier.pass(30)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised', 'lan@x raised'])
  })

  test('a digest tells once a day what was, also what is over', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.route({ digestAt: '17:00' })
    await notifier.see(1)
    await notifier.see(1, { device: 'probe-2' })
    await notifier.settled()
    await notifier.see(0)
    await notifier.settled()
    expect(mailbox.said).toEqual([])
    notifier.pass(180)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised,raised'])
  })

  test('what is due together is told together', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.stop()
    for (const device of ['probe-1', 'probe-2', 'probe-3']) await notifier.see(1, { device })
    notifier.start()
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised,raised,raised'])
  })

  test('a flapping alarm does not fill the mailbox, and nothing is left unsaid', async () => {
    const { notifier, mailbox } = await openWithLan()
    await notifier.route({ tellsEnd: false })
    for (let turn = 0; turn < 10; turn += 1) {
      await notifier.see(1)
      await notifier.settled()
      await notifier.see(0)
      await notifier.settled()
    }
    expect(mailbox.sent).toHaveLength(6)
    await notifier.see(1)
    notifier.pass(16)
    await notifier.settled()
    expect(mailbox.sent).toHaveLength(7)
  })
})

describe('a channel', () => {
  const down = () => Promise.reject(new ChannelError('CHANNEL_UNREACHABLE', 'no route to host'))
  const refuses = () => Promise.reject(new ChannelError('CHANNEL_REFUSED', 'no such mailbox'))

  test('that is down is tried again with growing pauses, and the message keeps its key', async () => {
    const { notifier, mailbox } = await openWithLan()
    mailbox.failures.push(down, down)
    await notifier.see(1)
    await notifier.settled()
    const [first] = await notifier.registry.notifications.messages({ limit: 1 })
    expect(first).toMatchObject({ state: 'waiting', attempts: 1, error: 'no route to host' })
    notifier.pass(5 / 60)
    await notifier.settled()
    notifier.pass(9 / 60)
    await notifier.settled()
    expect(mailbox.said).toEqual([])
    notifier.pass(1 / 60)
    await notifier.settled()
    expect(mailbox.sent[0]?.message.key).toBe(first?.key)
    const [last] = await notifier.registry.notifications.messages({ limit: 1 })
    expect(last).toMatchObject({
      state: 'accepted',
      attempts: 3,
      providerId: 'taken-1',
      error: null,
    })
  })

  test('that asks to be left alone is left alone', async () => {
    const { notifier, mailbox } = await openWithLan()
    const later = new ChannelError('CHANNEL_NOT_NOW', 'slow down', { retryAfter: 10 * MINUTE })
    mailbox.failures.push(() => Promise.reject(later))
    await notifier.see(1)
    await notifier.settled()
    const [message] = await notifier.registry.notifications.messages({ limit: 1 })
    expect(message?.nextAt).toBe(notifier.now + 10 * MINUTE)
  })

  test('that refuses for good leaves a dead message, which a manager can send again', async () => {
    const { notifier, mailbox } = await openWithLan()
    mailbox.failures.push(refuses)
    await notifier.see(1)
    await notifier.settled()
    const { notifications } = notifier.registry
    const [dead] = await notifications.messages({ limit: 1, states: ['dead'] })
    expect(dead).toMatchObject({ attempts: 1, error: 'no such mailbox' })
    await notifications.revive(dead?.key ?? '', notifier.now)
    await notifier.settled()
    expect(mailbox.said).toEqual(['lan@x raised'])
  })

  test('that is not set up says which one', async () => {
    const { notifier } = await openWithLan()
    const sms = { channel: 'sms', address: '84900000000', use: 'always' } as const
    await notifier.tell('lan', { addresses: [sms] })
    await notifier.see(1)
    await notifier.settled()
    const [dead] = await notifier.registry.notifications.messages({ limit: 1 })
    expect(dead).toMatchObject({ state: 'dead', error: expect.stringContaining('channel sms') })
  })

  test('that fails makes way for the fallback, once', async () => {
    const [mail, sms] = [new Mailbox('email'), new Mailbox('sms')]
    const notifier = await open([mail, sms])
    const addresses = [
      { channel: 'email', address: 'lan@x', use: 'always' },
      { channel: 'sms', address: '84900000000', use: 'fallback' },
    ] as const
    await notifier.tell('lan', { addresses })
    await notifier.route({})
    mail.failures.push(down, down, down, down, down, down, refuses)
    await notifier.see(1)
    for (let turn = 0; turn < 8; turn += 1) {
      await notifier.settled()
      notifier.pass(2)
    }
    expect(sms.said).toEqual(['84900000000 raised'])
    expect(mail.said).toEqual([])
  })

  test('with messages that wait for long makes the service unwell, which says where to look', async () => {
    const { notifier, mailbox } = await openWithLan()
    mailbox.failures.push(...Array.from({ length: 20 }, () => down))
    await notifier.see(1)
    await notifier.settled()
    expect(await notifier.health()).toMatchObject({ ok: true })
    notifier.pass(6)
    await notifier.settled()
    const health = await notifier.health()
    expect(health?.ok).toBe(false)
    expect(health?.detail['problem']).toContain('6 min on email')
  })
})

test('a flood of 5,000 alarms is told in a few messages, none of it lost', async () => {
  const { notifier, mailbox } = await openWithLan()
  await notifier.stop()
  const { registry } = notifier
  await notifier.see(1)
  const [known] = await registry.alarms.list({ limit: 1 })
  const [version] = await registry.limits.list({ limit: 1, at: notifier.now })
  if (known === undefined || version === undefined) throw new Error('there is no alarm')
  const observations = []
  for (let index = 1; index < 5_000; index += 1) {
    const name = `temperature/p${index}`
    const channel = await registry.channels.ensure('probe-1', name, 'temperature')
    const seen = {
      limit: version,
      channel,
      place: known.place,
      at: notifier.now,
      level: 1,
      value: 46,
    }
    observations.push(seen)
  }
  await registry.alarms.observe(observations)
  notifier.start()
  await notifier.settled()
  const told = mailbox.sent.flatMap(({ message }) => message.notices.map(({ alarm }) => alarm))
  expect(new Set(told).size).toBe(5_000)
  expect(told).toHaveLength(5_000)
  expect(mailbox.sent).toHaveLength(5)
}, 120_000)
