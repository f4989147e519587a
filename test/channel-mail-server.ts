import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'

import type { Conduct } from './contracts/channels.ts'

export const USER = 'nguon@example.vn'
export const PASSWORD = 'smtp-pässwörd/1'

export interface Letter {
  readonly source: string
  readonly isEncrypted: boolean
  readonly recipients: readonly string[]
}

type Done = (error?: Error | null) => void

/** A real SMTP server on a real socket, which behaves as it is told. */
export class MailServer implements AsyncDisposable {
  readonly letters: Letter[] = []
  readonly #front = createServer((socket) => this.#welcome(socket))
  readonly #sockets = new Set<Socket>()
  readonly #smtp: SMTPServer
  /** The next recipient, or login, is answered so. */
  nextReply: { readonly code: number; readonly words: string } | undefined
  #conduct: Conduct = 'accept'

  static async open(options: SMTPServerOptions, host = '127.0.0.1'): Promise<MailServer> {
    const server = new MailServer(options)
    server.#front.listen(0, host)
    await once(server.#front, 'listening')
    return server
  }

  private constructor(options: SMTPServerOptions) {
    this.#smtp = new SMTPServer({
      authOptional: true,
      logger: false,
      disableReverseLookup: true,
      onAuth: ({ username, password }, _session, done) =>
        username === USER && password === PASSWORD
          ? done(null, { user: username })
          : done(reply(535, `5.7.8 no: ${username} ${password}`)),
      onRcptTo: (_address, _session, done) => done(this.#judge()),
      onData: (stream, session, done) => void this.#take(text(stream), session, done),
      ...options,
    })
    this.#smtp.on('error', () => {})
  }

  get port(): number {
    // address() is a string only for pipes.
    return (this.#front.address() as AddressInfo).port
  }

  async behave(conduct: Conduct): Promise<void> {
    this.#conduct = conduct
    if (conduct === 'die') await this[Symbol.asyncDispose]()
  }

  #welcome(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    if (this.#conduct === 'silent') return
    if (this.#conduct === 'babble') socket.end(`HTTP/1.1 400 Bad ${PASSWORD}\r\n\r\n`)
    else this.#smtp.server.emit('connection', socket)
  }

  #judge(): Error | null {
    const { nextReply: next } = this
    this.nextReply = undefined
    if (next !== undefined) return reply(next.code, next.words)
    const echo = `${USER} ${PASSWORD} ${Buffer.from(PASSWORD).toString('base64')}`
    if (this.#conduct === 'later') return reply(451, `4.7.1 greylisted ${echo}`)
    return this.#conduct === 'refuse' ? reply(550, `5.1.1 nobody of that name ${echo}`) : null
  }

  async #take(source: Promise<string>, session: SMTPServerSession, done: Done): Promise<void> {
    const recipients = session.envelope.rcptTo.map(({ address }) => address)
    this.letters.push({ source: await source, isEncrypted: session.secure, recipients })
    done()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (this.#front.listening) await new Promise((closed) => this.#front.close(closed))
  }
}

function reply(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code })
}
