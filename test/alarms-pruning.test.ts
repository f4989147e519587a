import { expect, onTestFinished, test, vi } from 'vitest'

import { DAY } from '#domain/time.ts'

import { Mailbox, openNotifier } from './alarms-fixture.ts'

test('who was told of what is long over is forgotten, what happened is not', async () => {
  const mailbox = new Mailbox()
  const notifier = await openNotifier([mailbox], { retention: 10 * DAY })
  onTestFinished(() => notifier[Symbol.asyncDispose]())
  await notifier.tell('lan')
  await notifier.route({})
  // The registry notes when events were written by the clock of the machine.
  notifier.pass((Date.now() - notifier.now) / 60_000)
  const over = await notifier.see(1)
  await notifier.settled()
  await notifier.see(0)
  await notifier.settled()
  const lasting = await notifier.see(1, { device: 'probe-2' })
  await notifier.settled()
  const { notifications, alarms } = notifier.registry
  const countOf = async (alarm: number) => (await notifications.noticesOf(alarm)).length
  notifier.pass(9 * 24 * 60)
  await notifier.settled()
  expect([await countOf(over), await countOf(lasting)]).toEqual([2, 1])
  notifier.pass(2 * 24 * 60)
  await vi.waitFor(async () => expect(await countOf(over)).toBe(0), { timeout: 10_000 })
  await vi.waitFor(
    async () => expect(await notifications.messages({ limit: 10 })).toHaveLength(1),
    { timeout: 10_000 },
  )
  expect(await countOf(lasting)).toBe(1)
  expect(await alarms.history({ alarm: over, limit: 100 })).not.toEqual([])
  await notifier.see(0, { device: 'probe-2' })
  await notifier.settled()
  expect(mailbox.said.at(-1)).toBe('lan@x resolved')
})
