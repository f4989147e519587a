import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'

/** A client of server-sent events, as a browser is one. */

export interface ServerSentEvent {
  readonly id: string
  readonly data: string
}

export interface EventStream extends AsyncDisposable {
  readonly response: IncomingMessage
  /** The last id that was said, also without an event. */
  readonly lastId: () => string
  /** Everything that came, as text. */
  readonly text: () => string
  /** So many more events. Rejects when the stream ends before, or takes longer. */
  readonly take: (count: number, withinMs?: number) => Promise<ServerSentEvent[]>
  /** Resolves when the other side has ended it; rejects when it was cut. */
  readonly ended: Promise<void>
}

export async function openEventStream(
  target: URL | string,
  headers: Record<string, string>,
): Promise<EventStream> {
  // A connection of its own: `fetch` opens another one when one is broken off, and says nothing on it.
  const request = get(target, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const events: ServerSentEvent[] = []
  let [text, lastId, taken, isOver] = ['', '', 0, false]
  let changed = Promise.withResolvers<void>()
  const read = async () => {
    let rest = ''
    for await (const bytes of response.setEncoding('utf8') as AsyncIterable<string>) {
      text += bytes
      const blocks = (rest + bytes).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = new Map(block.split('\n').map(parseField))
        lastId = fields.get('id') ?? lastId
        const data = fields.get('data')
        if (data !== undefined) events.push({ id: lastId, data })
      }
      changed.resolve()
      changed = Promise.withResolvers()
    }
  }
  const ended = read().finally(() => {
    isOver = true
    changed.resolve()
  })
  ended.catch(() => {})
  return {
    response,
    lastId: () => lastId,
    text: () => text,
    take: async (count, withinMs = 10_000) => {
      const late = AbortSignal.timeout(withinMs)
      while (events.length < taken + count) {
        if (late.aborted || isOver)
          throw new Error(`${events.length - taken} of ${count} events came`)
        await Promise.race([changed.promise, untilAborted(late)])
      }
      taken += count
      return events.slice(taken - count, taken)
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      response.destroy()
      await ended.catch(() => {})
    },
  }
}

function parseField(line: string): readonly [string, string] {
  const at = line.indexOf(':')
  return [line.slice(0, at), line.slice(at + 1).trimStart()]
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
