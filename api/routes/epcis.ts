import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

import { CaptureWorker } from '../epcis/capture-worker.ts'
import { addOptions } from '../epcis/discover.ts'
import { negotiate } from '../epcis/negotiate.ts'
import { toEpcisProblem } from '../epcis/problem.ts'
import { SubscriptionWorker } from '../epcis/subscription-worker.ts'
import type { ApiOptions } from '../options.ts'
import { PROBLEM_TYPE } from '../problem.ts'
import type { App } from '../server.ts'
import { registerCapture } from './epcis-capture.ts'
import { registerEvents } from './epcis-events.ts'
import { registerQueries } from './epcis-queries.ts'
import { registerSubscriptions } from './epcis-subscriptions.ts'
import { registerValues } from './epcis-values.ts'

/** What the routes of EPCIS work with. */
export interface EpcisOptions extends Pick<ApiOptions, 'trace' | 'timezone' | 'log'> {
  readonly captures: CaptureWorker
  readonly subscriptions: SubscriptionWorker
}

/**
 * The REST binding of EPCIS 2.0 (§12) under `/epcis`. GS1's own OpenAPI describes it (https://ref.gs1.org/standards/epcis),
 * so ours does not; its errors are problem documents of the exceptions that the standard names.
 */
export async function registerEpcis(app: App, { trace, timezone, log }: ApiOptions): Promise<void> {
  const subscriptions = new SubscriptionWorker(trace, log, timezone)
  const captures = new CaptureWorker(trace, log, () => subscriptions.wake())
  await app.register(
    async (epcis) => {
      epcis.setErrorHandler(answerProblem)
      epcis.addHook('onRequest', negotiate)
      epcis.addContentTypeParser(
        'application/ld+json',
        { parseAs: 'string' },
        epcis.getDefaultJsonParser('error', 'error'),
      )
      const paths = addOptions(epcis)
      const options: EpcisOptions = { trace, timezone, log, captures, subscriptions }
      registerCapture(epcis, options)
      registerEvents(epcis, options)
      registerValues(epcis, options)
      registerQueries(epcis, options)
      registerSubscriptions(epcis, options)
      paths.answer()
    },
    { prefix: '/epcis' },
  )
  app.addHook('onReady', async () => {
    captures.wake()
    subscriptions.wake()
  })
  app.addHook('onClose', async () => {
    await captures[Symbol.asyncDispose]()
    await subscriptions[Symbol.asyncDispose]()
  })
}

function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const problem = toEpcisProblem(error)
  if (problem.status >= 500) {
    const { method, routeOptions } = request
    request.log.error(
      { err: error, method, route: routeOptions.url, status: problem.status },
      'request failed',
    )
  }
  if (problem.status === 503) reply.header('retry-after', '5')
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem))
}
