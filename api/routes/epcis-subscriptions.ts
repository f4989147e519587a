import { randomUUID } from 'node:crypto'

import type { FastifyInstance } from 'fastify'

import type { Subscription } from '#store/trace/events-contract.ts'
import { parseTime } from '#trace/epcis/time.ts'

import { linkNextPage, readPage } from '../epcis/page.ts'
import { EpcisProblem } from '../epcis/problem.ts'
import { readSchedule } from '../epcis/read-schedule.ts'
import {
  readWanted,
  withoutSecret,
  writeSubscription,
  type Wanted,
} from '../epcis/subscription-shape.ts'
import { nextReport, SUBSCRIPTIONS_MAX } from '../epcis/subscription-worker.ts'
import { requireQuery } from './epcis-queries.ts'
import type { EpcisOptions } from './epcis.ts'

const schema = { hide: true }
const path = '/queries/:name/subscriptions'

interface Of {
  readonly Params: { readonly name: string }
}
interface One {
  readonly Params: { readonly name: string; readonly id: string }
}

/** Whoever subscribes gets what a named query finds, by POST, as it comes or at times. EPCIS 2.0 §12.7.4. */
export function registerSubscriptions(epcis: FastifyInstance, options: EpcisOptions): void {
  const { trace, subscriptions } = options
  epcis.post<Of>(path, { schema }, async (request, reply) => {
    await requireQuery(trace, request.params.name)
    const subscription = await addSubscription(
      request.params.name,
      readWanted(request.body),
      options,
    )
    subscriptions.wake()
    const { query, id } = subscription
    return await reply
      .code(201)
      .header('location', `/epcis/queries/${query}/subscriptions/${id}`)
      .send(writeSubscription(subscription))
  })
  epcis.get<Of>(path, { schema }, async (request, reply) => {
    await requireQuery(trace, request.params.name)
    const { perPage, position } = await readPage(request, trace)
    const after = typeof position?.after === 'string' ? { after: position.after } : {}
    const found = await trace.subscriptions(request.params.name, { limit: perPage + 1, ...after })
    const page = found.slice(0, perPage)
    const last = page.at(-1)
    if (found.length > perPage && last !== undefined)
      linkNextPage(request, reply, { after: last.id })
    return page.map(writeSubscription)
  })
  epcis.get<One>(`${path}/:id`, { schema }, async ({ params }) => {
    const subscription = await trace.subscription(params.id)
    if (subscription?.query !== params.name) throw noSubscription(params.id)
    return writeSubscription(subscription)
  })
  epcis.delete<One>(`${path}/:id`, { schema }, async ({ params }, reply) => {
    const isRemoved = await trace.change(async (change) => {
      const found = await change.subscription(params.id)
      return found?.query === params.name && (await change.removeSubscription(params.id))
    })
    if (!isRemoved) throw noSubscription(params.id)
    return await reply.code(204).send()
  })
}

async function addSubscription(
  query: string,
  wanted: Wanted,
  { trace, timezone }: EpcisOptions,
): Promise<Subscription> {
  const createdAt = Date.now()
  const body = withoutSecret(wanted)
  const schedule = readSchedule({ body })
  const dueAt = schedule === undefined ? createdAt : nextReport(schedule, timezone)
  const since =
    wanted.initialRecordTime === undefined ? undefined : parseTime(wanted.initialRecordTime)
  return await trace.change(async (change) => {
    const known = await change.dueSubscriptions(Number.MAX_SAFE_INTEGER, SUBSCRIPTIONS_MAX)
    if (known.length >= SUBSCRIPTIONS_MAX) throw tooMany()
    const toldSeq =
      since === undefined ? await change.lastEvent() : await change.lastEventBefore(since)
    const state = { toldSeq, reportSeq: null, attempts: 0, dueAt, toldAt: null, error: null }
    const named = { id: randomUUID(), query, secret: wanted.signatureToken ?? null }
    const subscription = { ...named, body, createdAt, ...state }
    await change.addSubscription(subscription)
    return subscription
  })
}

function noSubscription(id: string): EpcisProblem {
  const detail = `This query has no subscription ${JSON.stringify(id.slice(0, 100))}; the address without it lists them.`
  return new EpcisProblem('NoSuchResourceException', detail)
}

function tooMany(): EpcisProblem {
  const detail = `There are ${SUBSCRIPTIONS_MAX} subscriptions already, which is as many as there may be; delete one.`
  return new EpcisProblem('SubscriptionControlsException', detail)
}
