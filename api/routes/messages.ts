import { z } from 'zod'

import { createMessageKey } from '#domain/notification/message-key.ts'
import { formatOnWall } from '#domain/notification/on-wall.ts'
import type { Person } from '#domain/notification/person.ts'
import { createTestNotice, writeMessage } from '#domain/notification/words.ts'
import type { MessageRecord } from '#store/registry/contract-notifications.ts'

import { given } from '../given.ts'
import {
  messageKey,
  messageShape,
  messageState,
  noticeShape,
  toMessageView,
  toNoticeView,
} from '../message-shape.ts'
import { personName } from '../notification-shape.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { namesOf, numberedId, timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { zoneOf } from '../zone-of.ts'

const tags = ['notifications']
const querystring = z.strictObject({ timezone })
const params = z.strictObject({
  key: messageKey.meta({
    description: 'Key of a message.',
    examples: ['01KAVBZ5W0000000000000DEAD'],
  }),
})

const list = {
  operationId: 'listMessages',
  tags,
  summary: 'Messages to people and what became of them, in the order of their making',
  querystring: z.strictObject({
    state: namesOf(messageState, {
      description: 'States, separated by commas; all when not given.',
      examples: ['waiting,dead'],
    }).optional(),
    person: personName.optional(),
    ...pageParameters,
  }),
  response: { 200: pageOf(messageShape), ...problemResponses('bad-request') },
}
const revive = {
  operationId: 'sendMessageAgain',
  tags,
  summary: 'Send again what was given up',
  params,
  querystring,
  response: {
    202: messageShape,
    ...problemResponses('bad-request', 'not-found', 'conflict'),
  },
}
const dismiss = {
  ...revive,
  operationId: 'dismissMessage',
  summary: 'Somebody has seen that it was given up, and it is not sent again',
  response: { 200: messageShape, ...problemResponses('bad-request', 'not-found', 'conflict') },
}
const test = {
  operationId: 'testAddresses',
  tags,
  summary: 'Send a test message to each address of a person',
  params: z.strictObject({ id: personName }),
  querystring,
  response: {
    202: z
      .object({ items: z.array(messageShape) })
      .meta({ description: 'On their way; ask for them by their keys.' }),
    ...problemResponses('bad-request', 'not-found', 'conflict'),
  },
}
const notices = {
  operationId: 'listNotices',
  tags,
  summary: 'Who was told of an alarm, is to be told, or was spared it',
  params: z.strictObject({ id: numberedId('an alarm') }),
  querystring,
  response: {
    200: z.object({ items: z.array(noticeShape) }).meta({ description: 'All notices.' }),
    ...problemResponses('bad-request', 'not-found'),
  },
}

export function registerMessages(app: App, options: ApiOptions): void {
  const { notifications, people, alarms } = options.registry

  app.get('/api/v1/messages', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    const where = given({ states: query.state, person: query.person })
    const found = toPage(
      await notifications.messages({ ...page, ...where }),
      page.limit,
      (m) => m.key,
    )
    return {
      items: found.items.map((m) => toMessageView(m, zoneOf(options, query))),
      next: found.next,
    }
  })
  app.post('/api/v1/messages/:key/send', { schema: revive }, async (request, reply) => {
    const { params: one, query } = request
    reply.code(202)
    return toMessageView(await notifications.revive(one.key, Date.now()), zoneOf(options, query))
  })
  app.post('/api/v1/messages/:key/dismiss', { schema: dismiss }, async ({ params: one, query }) =>
    toMessageView(await notifications.dismiss(one.key), zoneOf(options, query)),
  )
  app.post('/api/v1/people/:id/test', { schema: test }, async ({ params: one, query }, reply) => {
    const person = requireFound(await people.get(one.id), 'person', one.id)
    const made = createTests(person)
    await notifications.compose(made.map((message) => ({ ...message, notices: [] })))
    reply.code(202)
    return { items: made.map((message) => toMessageView(message, zoneOf(options, query))) }
  })
  app.get('/api/v1/alarms/:id/notices', { schema: notices }, async ({ params: one, query }) => {
    requireFound(await alarms.get(one.id), 'alarm', String(one.id))
    const found = await notifications.noticesOf(one.id)
    return { items: found.map((notice) => toNoticeView(notice, zoneOf(options, query))) }
  })
}

function createTests(person: Person): MessageRecord[] {
  const { id, language, timezone: zone, addresses } = person
  if (addresses.length === 0) {
    const detail = {
      vi: `${id} chưa có địa chỉ nào. Hãy thêm trước (PUT /api/v1/people/${id}).`,
      en: `${id} has no address. Give one first (PUT /api/v1/people/${id}).`,
    }
    throw new RequestProblem('conflict', 'NO_ADDRESS', detail)
  }
  const now = Date.now()
  const atText = formatOnWall(now, zone, language)
  const notice = createTestNotice(language, { place: person.name, at: now, atText })
  return addresses.map((to): MessageRecord => {
    const message = writeMessage(createMessageKey(now), language, [notice])
    return {
      key: message.key,
      person: id,
      channel: to.channel,
      address: to.address,
      createdAt: now,
      state: 'waiting',
      attempts: 0,
      nextAt: now,
      error: null,
      providerId: null,
      acceptedAt: null,
      body: JSON.stringify(message),
    }
  })
}
