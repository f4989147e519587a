import type { FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'

import { announces } from '#domain/alarm/transition.ts'
import { NguonError } from '#domain/error.ts'
import type { Text } from '#domain/text.ts'
import { readLink, type AcknowledgeLink } from '#service/acknowledge-link.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import { listAll } from '#store/registry/list-all.ts'

import { PAGE_CSP, writePage, type PageContent } from '../acknowledge-page.ts'
import type { ApiOptions } from '../options.ts'
import type { App } from '../server.ts'

const linkToken = z
  .string('a link')
  .max(300, 'a link')
  .meta({
    description: 'As the message has it.',
    examples: ['1~2~thhhg0~lan~-8Bp0pZ2j1iN7Jb2k3xJ4Q'],
  })
const params = z.strictObject({ token: linkToken })
const page = (description: string) => ({
  description,
  content: { 'text/html': { schema: z.string() } },
})
const createSchema = (operationId: string, summary: string) => ({
  operationId,
  tags: ['notifications'],
  summary,
  description: 'Open: the link itself is the right to acknowledge this one alarm.',
  security: [],
  params,
  response: {
    200: page('What the alarm is, and what was done.'),
    404: page('The link is not one of ours.'),
    409: page('The alarm has asked again since; a newer message has a link for that.'),
    410: page('The link has expired.'),
  },
})
const show = createSchema('showAcknowledgeLink', 'The page that a link in a message opens')
const press = createSchema(
  'followAcknowledgeLink',
  'Acknowledge in the name of whom it was sent to',
)

const UNKNOWN: PageContent = {
  title: { vi: 'Đường dẫn không đúng', en: 'This link is not right' },
  lines: [
    {
      vi: 'Hãy mở lại từ tin nhắn, hoặc chép đủ cả đường dẫn.',
      en: 'Open it again from the message, or copy all of it.',
    },
  ],
}
const EXPIRED: PageContent = {
  title: { vi: 'Đường dẫn đã hết hạn', en: 'This link has expired' },
  lines: [
    {
      vi: 'Báo động này đã cũ. Hãy xem danh sách báo động hiện tại.',
      en: 'This alarm is old. Look at the alarms as they are now.',
    },
  ],
}
const ASKED_AGAIN: PageContent = {
  title: { vi: 'Báo động đã thay đổi', en: 'The alarm has changed' },
  lines: [
    {
      vi: 'Từ lúc có tin nhắn này báo động đã nặng hơn hoặc được nhắc lại. Hãy mở tin mới nhất.',
      en: 'Since this message it has become worse or has asked again. Open the newest message.',
    },
  ],
}
interface Answer {
  readonly status: number
  readonly page: PageContent
}
interface Found {
  readonly alarm: AlarmRecord
  readonly link: AcknowledgeLink
}

const DONE: Text = { vi: 'Đã nhận báo động', en: 'Alarm acknowledged' }

/**
 * What links in messages lead to. Opening one changes nothing by itself: programs that look at links before people do
 * would answer for them. The page asks the browser to press its button, so that a person needs one tap.
 */
export function registerAcknowledge(app: App, options: ApiOptions): void {
  const { alarms } = options.registry
  const config = { open: true }

  void app.register(async (scope) => {
    const pages = scope.withTypeProvider<ZodTypeProvider>()
    // A form without fields is empty, whatever type it says it has.
    pages.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
      payload.resume()
      payload.once('end', () => done(null, null))
    })
    pages.get('/a/:token', { schema: show, config }, async ({ params: one }, reply) => {
      const found = await find(one.token)
      if ('page' in found) return send(reply, found.status, found.page)
      return send(reply, 200, await askToPress(found.alarm))
    })
    pages.post('/a/:token', { schema: press, config }, async ({ params: one }, reply) => {
      const found = await find(one.token)
      if ('page' in found) return send(reply, found.status, found.page)
      const answer = await acknowledge(found.alarm, found.link)
      return send(reply, answer.status, answer.page)
    })
  })

  async function find(token: string): Promise<Answer | Found> {
    const link = readLink(options.linkKey, token)
    const alarm = link && (await alarms.get(link.alarm))
    if (link === undefined || alarm === undefined) return { status: 404, page: UNKNOWN }
    if (link.expiresAt < Date.now()) return { status: 410, page: EXPIRED }
    const later = listAll<number, AlarmEvent>(
      (query) => alarms.history({ ...query, alarm: alarm.id }),
      link.event,
    )
    for await (const event of later) {
      if (announces(event)) return { status: 409, page: ASKED_AGAIN }
    }
    return { alarm, link }
  }

  async function askToPress(alarm: AlarmRecord): Promise<PageContent> {
    const about = await describe(alarm)
    const button = { vi: 'Tôi nhận', en: 'I answer it' }
    return { title: about.name, lines: [about.where], button }
  }

  async function acknowledge(alarm: AlarmRecord, { person }: AcknowledgeLink): Promise<Answer> {
    const about = await describe(alarm)
    try {
      await alarms.act(alarm.id, { kind: 'acknowledge', at: Date.now(), by: person })
      const lines = [about.name, about.where, about.response]
      return { status: 200, page: { title: DONE, lines } }
    } catch (error) {
      if (!(error instanceof NguonError) || error.code !== 'ALARM_NOTHING_TO_ACKNOWLEDGE')
        throw error
      return {
        status: 200,
        page: { title: await findAnswer(alarm), lines: [about.name, about.where] },
      }
    }
  }

  /** Why nothing is left to acknowledge. */
  async function findAnswer({ id, phase }: AlarmRecord): Promise<Text> {
    const all = listAll<number, AlarmEvent>((query) => alarms.history({ ...query, alarm: id }))
    let by: string | null = null
    for await (const event of all) by = event.kind === 'acknowledged' ? event.by : by
    if (phase !== 'normal' && by !== null) {
      return { vi: `${by} đã nhận rồi`, en: `${by} has acknowledged it already` }
    }
    return { vi: 'Báo động đã hết', en: 'The alarm is over' }
  }

  async function describe(alarm: AlarmRecord) {
    const place = await options.registry.places.get(alarm.place)
    const versions = await options.registry.limits.versions(alarm.limit)
    const limit = versions.find(({ version }) => version === alarm.limitVersion)?.limit
    const unknown = { vi: alarm.limit, en: alarm.limit }
    return {
      name: limit?.name ?? unknown,
      response: limit?.response ?? unknown,
      where: place?.name ?? { vi: alarm.place, en: alarm.place },
    }
  }
}

function send(reply: FastifyReply, status: number, content: PageContent) {
  reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', PAGE_CSP)
  return writePage(content)
}
