import { onTestFinished, expect, test } from 'vitest'

import type { Person } from '#domain/notification/person.ts'
import type { NotificationRoute } from '#domain/notification/route.ts'

import { Mailbox, openNotifier } from './alarms-fixture.ts'

const QUIET = { from: '13:00', until: '15:00' }

/** Lan is told of everything, and it is her quiet hour: at 14:00 what can wait waits until 15:00. */
async function openQuiet(change: Partial<Person> = {}, route: Partial<NotificationRoute> = {}) {
  const mailboxes = [new Mailbox(), new Mailbox('sms')] as const
  const notifier = await openNotifier(mailboxes)
  onTestFinished(() => notifier[Symbol.asyncDispose]())
  await notifier.tell('lan', { quietHours: QUIET, ...change })
  await notifier.tell('minh')
  await notifier.route(route)
  const alarm = await notifier.see(1)
  await notifier.settled()
  const said = () => mailboxes.flatMap((mailbox) => mailbox.said)
  const wait = async (minutes: number) => {
    notifier.pass(minutes)
    await notifier.settled()
  }
  const reasons = async () => {
    const notices = await notifier.registry.notifications.noticesOf(alarm)
    return notices.map(({ state, reason }) => reason ?? state)
  }
  expect(said()).toEqual([])
  return { notifier, said, wait, reasons, alarm }
}

test('what was held back goes as soon as there are no quiet hours any more', async () => {
  const { notifier, said } = await openQuiet()
  await notifier.tell('lan', { quietHours: null })
  await notifier.settled()
  expect(said()).toEqual(['lan@x raised'])
})

test('what was held back waits for the end of longer quiet hours', async () => {
  const { notifier, said, wait } = await openQuiet()
  await notifier.tell('lan', { quietHours: { from: '13:00', until: '16:00' } })
  await wait(60)
  expect(said()).toEqual([])
  await wait(60)
  expect(said()).toEqual(['lan@x raised'])
})

test('what waits for a digest that is none any more goes at once', async () => {
  const { notifier, said } = await openQuiet({ quietHours: null }, { digestAt: '20:00' })
  await notifier.route({ digestAt: null })
  await notifier.settled()
  expect(said()).toEqual(['lan@x raised'])
})

test('what waits for a digest that comes earlier or later goes with it', async () => {
  const { notifier, said, wait } = await openQuiet({ quietHours: null }, { digestAt: '20:00' })
  await notifier.route({ digestAt: '21:00' })
  await wait(6 * 60)
  expect(said()).toEqual([])
  await notifier.route({ digestAt: '20:30' })
  await wait(30)
  expect(said()).toEqual(['lan@x raised'])
})

test.each<[string, Partial<NotificationRoute>]>([
  ['tells of other priorities', { priorities: ['urgent'] }],
  ['tells of other places', { placeKinds: ['cold-room'] }],
  ['tells of other sites', { sites: ['elsewhere'] }],
  ['tells somebody else', { steps: [{ after: 0, to: [{ person: 'minh' }] }] }],
  ['tells on other channels', { channels: ['sms'] }],
])('a route that %s by then does not tell what it held back, and says so', async (_, change) => {
  const { notifier, said, wait, reasons } = await openQuiet()
  await notifier.route(change)
  await wait(90)
  expect(said()).toEqual([])
  expect(await reasons()).toEqual(['route-changed'])
})

test('a route that is gone tells nothing more', async () => {
  const { notifier, wait, said, reasons } = await openQuiet()
  await notifier.registry.routes.remove('all')
  await wait(90)
  expect([said(), await reasons()]).toEqual([[], ['route-gone']])
})

test('a person who is gone is told nothing more', async () => {
  const { notifier, wait, said, reasons } = await openQuiet()
  await notifier.registry.people.remove('lan')
  await wait(90)
  expect([said(), await reasons()]).toEqual([[], ['person-gone']])
})

test('who is not in the roster any more is not told, who is off duty by then is', async () => {
  const times = { timezone: 'Asia/Ho_Chi_Minh', turnDays: 1, startsOn: '2026-04-01' }
  const roster = { id: 'duty', name: 'duty', ...times, handoverAt: '06:00', substitutions: [] }
  const steps = [{ after: 0, to: [{ roster: 'duty' }] }]
  const { notifier, said, wait, reasons } = await openQuiet({ quietHours: null }, { steps })
  await notifier.tell('lan', { quietHours: QUIET })
  await notifier.registry.rosters.put({ ...roster, people: ['lan', 'minh'] })
  await notifier.see(1, { device: 'probe-2' })
  await notifier.see(1, { device: 'probe-3' })
  await notifier.settled()
  await notifier.registry.rosters.put({ ...roster, people: ['minh', 'lan'] })
  await wait(60)
  expect(said()).toEqual(['lan@x raised,raised'])
  expect(await reasons()).toEqual([])
})

test('that it is over waits for the end of quiet hours, too', async () => {
  const { notifier, said, wait } = await openQuiet()
  await notifier.tell('lan', { quietHours: { from: '14:30', until: '16:00' } })
  await notifier.settled()
  expect(said()).toEqual(['lan@x raised'])
  notifier.pass(45)
  await notifier.see(0)
  await notifier.settled()
  expect(said()).toEqual(['lan@x raised'])
  await wait(75)
  expect(said()).toEqual(['lan@x raised', 'lan@x resolved'])
})
