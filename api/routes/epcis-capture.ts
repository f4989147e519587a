import { randomUUID } from 'node:crypto'

import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'

import type { CaptureBehaviour, CaptureJob } from '#store/trace/events-contract.ts'
import type { JsonObject } from '#trace/epcis/json.ts'

import { CAPTURE_LIMITS } from '../epcis/discover.ts'
import { linkNextPage, readPage } from '../epcis/page.ts'
import { EpcisProblem } from '../epcis/problem.ts'
import { CAPTURE_BYTES_MAX, checkEvents, readReceived, refuse } from '../epcis/received.ts'
import type { EpcisOptions } from './epcis.ts'

const schema = { hide: true }

/** Documents of many events, taken now and worked off in their order. EPCIS 2.0 §12.6.1. */
export function registerCapture(epcis: FastifyInstance, { trace, captures }: EpcisOptions): void {
  epcis.post(
    '/capture',
    {
      schema,
      bodyLimit: CAPTURE_BYTES_MAX,
      onError: async (_request, reply) => void reply.headers(CAPTURE_LIMITS),
      errorHandler: sayLimit,
    },
    async (request, reply) => {
      const behaviour = readBehaviour(request)
      const received = readReceived(request.body)
      if (behaviour === 'rollback') {
        const { flaws } = await checkEvents(received)
        if (flaws.length > 0) throw refuse(flaws)
      }
      const job = {
        id: randomUUID(),
        createdAt: Date.now(),
        behaviour,
        document: JSON.stringify(received),
      }
      // On disk before the answer: whoever has it may forget the document.
      await trace.change((change) => change.addCapture(job))
      captures.wake()
      reply.header('gs1-capture-error-behaviour', behaviour)
      return await reply.code(202).header('location', `/epcis/capture/${job.id}`).send()
    },
  )
  epcis.get('/capture', { schema }, async (request, reply) => {
    const { perPage, position } = await readPage(request, trace)
    const after = typeof position?.after === 'number' ? { after: position.after } : {}
    const found = await trace.captureJobs({ limit: perPage + 1, ...after })
    const jobs = found.slice(0, perPage)
    const last = jobs.at(-1)
    if (found.length > perPage && last !== undefined)
      linkNextPage(request, reply, { after: last.seq })
    return jobs.map(writeJob)
  })
  epcis.get<{ Params: { id: string } }>('/capture/:id', { schema }, async ({ params }) => {
    const job = await trace.captureJob(params.id)
    if (job !== undefined) return writeJob(job)
    const detail = `There is no capture job ${JSON.stringify(params.id.slice(0, 100))}. /epcis/capture lists them.`
    throw new EpcisProblem('NoSuchResourceException', detail)
  })
}

/** Of EPCIS 2.0, one that is not done has been without errors so far. */
function writeJob({
  id,
  createdAt,
  finishedAt,
  behaviour,
  success,
  errors,
}: CaptureJob): JsonObject {
  return {
    captureID: id,
    createdAt: new Date(createdAt).toISOString(),
    ...(finishedAt === null ? {} : { finishedAt: new Date(finishedAt).toISOString() }),
    running: finishedAt === null,
    success,
    captureErrorBehaviour: behaviour,
    errors,
  }
}

function readBehaviour(request: FastifyRequest): CaptureBehaviour {
  const given = request.headers['gs1-capture-error-behaviour'] ?? 'rollback'
  if (given === 'rollback' || given === 'proceed') return given
  const detail = `GS1-Capture-Error-Behaviour is ${JSON.stringify(String(given).slice(0, 100))}; accepted is rollback or proceed.`
  throw new EpcisProblem('ValidationException', detail)
}

/** The limit here is another than elsewhere. The error goes on to the handler of all routes of EPCIS. */
export function sayLimit(error: FastifyError): never {
  if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error
  const detail = `The body is larger than ${CAPTURE_BYTES_MAX} bytes; send it in parts.`
  throw new EpcisProblem('CaptureLimitExceededException', detail)
}
