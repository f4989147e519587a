import {
  fastify,
  LogController,
  type FastifyBodyParser,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'

import { MINUTE, SECOND } from '#domain/time.ts'

import { answerBrokenRequest } from './broken-request.ts'
import { chooseLanguage } from './language.ts'
import { toProblem } from './problem-of-error.ts'
import { PROBLEM_TYPE, type Problem } from './problem.ts'
import { compileValidator } from './validation.ts'

/** Bytes of a body; a larger one is answered with 413 before it is read. Said in `problem-of-error.ts`. */
const BODY_BYTES_MAX = 64 * 1024
/** Of a part of a path: EPCs and ids of events are URIs. */
const PARAMETER_CHARACTERS_MAX = 2_000
/** Open connections; one more is closed at once. */
const CONNECTIONS_MAX = 1_000
/** Time for a request to arrive whole; then it is answered with 408. */
const REQUEST_MS_MAX = 30 * SECOND
/** A connection on which nothing moves for so long is closed: a reader that does not read holds no memory of ours. */
const CONNECTION_IDLE_MS_MAX = 2 * MINUTE
/** Time for an answer; then it is 503. Long exports say their own. */
const ANSWER_MS_MAX = 60 * SECOND
/** Time that answers under way get when the API closes; then their connections are cut. */
const CLOSE_MS_MAX = 5 * SECOND

export type App = ReturnType<typeof createServer>

/** A Fastify with our limits and our words for errors, and no routes. */
export function createServer(log: Logger) {
  const app = fastify({
    loggerInstance: log,
    // Requests are counted; only failures are logged.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PARAMETER_CHARACTERS_MAX },
    requestTimeout: REQUEST_MS_MAX,
    connectionTimeout: CONNECTION_IDLE_MS_MAX,
    handlerTimeout: ANSWER_MS_MAX,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>()
  app.server.maxConnections = CONNECTIONS_MAX
  const parseJson = allowEmpty(app.getDefaultJsonParser('error', 'error'))
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson)
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(sendProblem)
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), CLOSE_MS_MAX).unref()
  })
  return app
}

/** Programs name the media type of a body that they do not send; whether one is needed, the route's schema says. */
function allowEmpty(parse: FastifyBodyParser<string>): FastifyBodyParser<string> {
  return (request, body, done) => {
    if (body === '') done(null)
    else void parse(request, body, done)
  }
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = chooseLanguage(request.headers['accept-language'])
  const problem = toProblem(error, language)
  logProblem(problem, { error, request })
  if (problem.status === 503) reply.header('retry-after', '5')
  reply.header('content-language', language).header('vary', 'accept-language')
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem))
}

function logProblem(
  { status, code }: Problem,
  { error, request }: { error: unknown; request: FastifyRequest },
): void {
  if (status < 500) return
  const { method } = request
  const route = request.routeOptions.url
  request.log.error({ err: error, method, route, status, code }, 'request failed')
}
