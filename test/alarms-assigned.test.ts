import { expect, onTestFinished, test } from 'vitest'

import { LINKS, Mailbox, openNotifier } from './alarms-fixture.ts'

/** Lan is told of everything; Minh is not, and has an alarm to be given. */
async function openAssigned() {
  const mailboxes = [new Mailbox(), new Mailbox('sms')] as const
  const notifier = await openNotifier(mailboxes)
  onTestFinished(() => notifier[Symbol.asyncDispose]())
  await notifier.tell('lan')
  await notifier.tell('minh')
  await notifier.route({})
  const alarm = await notifier.see(1)
  await notifier.settled()
  const assign = async (assignee: string | null, by = 'Lan') => {
    const { alarms } = notifier.registry
    await alarms.assign(alarm, { at: notifier.now, by, assignee, reason: 'ở gần' })
    await notifier.settled()
  }
  const said = () => mailboxes.flatMap((mailbox) => mailbox.said)
  return { notifier, mailboxes, alarm, assign, said }
}

test('who is given an alarm is told once, by whom and why, with a link', async () => {
  const { assign, said, mailboxes } = await openAssigned()
  await assign('minh')
  await assign(null)
  expect(said()).toEqual(['lan@x raised', 'minh@x assigned'])
  const message = mailboxes[0].sent[1]?.message
  expect(message?.subject).toBe('Giao cho bạn · Vừa: Bể nóng, Bể 1')
  expect(message?.text).toContain('Người giao: Lan\nLý do: ở gần')
  expect(message?.text).toContain(LINKS.baseUrl)
})

test('each assignment is told, in the language of the person, on each address', async () => {
  const { notifier, assign, said, mailboxes } = await openAssigned()
  const addresses = [
    { channel: 'email', address: 'minh@x', use: 'always' },
    { channel: 'sms', address: '0912345678', use: 'always' },
    { channel: 'sms', address: '0987654321', use: 'fallback' },
  ] as const
  await notifier.tell('minh', { addresses, language: 'en' })
  await assign('minh')
  await assign('lan')
  await assign('minh')
  expect(said()).toEqual([
    'lan@x raised',
    'minh@x assigned',
    'lan@x assigned',
    'minh@x assigned',
    '0912345678 assigned',
    '0912345678 assigned',
  ])
  expect(mailboxes[1].sent[0]?.message.subject).toBe('Assigned to you · Medium: Vat hot, Vat 1')
})

test('who takes it is not told of that', async () => {
  const { assign, said } = await openAssigned()
  await assign('minh', 'minh')
  expect(said()).toEqual(['lan@x raised'])
})

test('what was held back is told though it is over, and not to who has it no more', async () => {
  const { notifier, alarm, assign, said, mailboxes } = await openAssigned()
  await notifier.tell('minh', { quietHours: { from: '13:00', until: '15:00' } })
  await notifier.tell('hoa', { quietHours: { from: '13:00', until: '15:00' } })
  await assign('hoa')
  await assign('minh')
  await notifier.see(0)
  await notifier.settled()
  expect(said()).toEqual(['lan@x raised', 'lan@x resolved'])
  notifier.pass(61)
  await notifier.settled()
  expect(said()).toEqual(['lan@x raised', 'lan@x resolved', 'minh@x assigned'])
  expect(mailboxes[0].sent.at(-1)?.message.text).toContain('nay đã xong')
  const notices = await notifier.registry.notifications.noticesOf(alarm)
  const reasons = notices.map(({ person, reason }) => [person, reason])
  expect(reasons).toContainEqual(['hoa', 'reassigned'])
})

test('who was told that it began hears of its end, though it was given to them since', async () => {
  const { notifier, assign, said } = await openAssigned()
  await assign('lan', 'Minh')
  await notifier.see(0)
  await notifier.settled()
  expect(said()).toEqual(['lan@x raised', 'lan@x assigned', 'lan@x resolved'])
})
