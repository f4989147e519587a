import { z } from 'zod'

import type { Influxd } from '../influxd.ts'
import type { StandInAnswer } from './answer.ts'

const writeError = z.object({ error: z.string() })

/** Where the stand-in keeps what it accepts: a real influxd, so that what is read back is really read. */
export class Shelf {
  readonly #influxd: Influxd

  constructor(influxd: Influxd) {
    this.#influxd = influxd
  }

  /** `name` is `<database>/<retention policy>`. */
  async prepare(name: string): Promise<void> {
    const [database, policy] = split(name)
    await this.#influxd.run(`CREATE DATABASE "${database}"`)
    await this.#influxd.run(
      `CREATE RETENTION POLICY "${policy}" ON "${database}" DURATION INF REPLICATION 1`,
    )
  }

  /** Writes what it can; resolves with what influxd says against the rest. */
  async write(name: string, lines: readonly string[]): Promise<string | undefined> {
    const [db, rp] = split(name)
    const parameters = new URLSearchParams({ db, rp, precision: 'ms' })
    const answer = await fetch(`${this.#influxd.url}/write?${parameters.toString()}`, {
      method: 'POST',
      body: lines.join('\n'),
    })
    return answer.ok ? undefined : writeError.parse(await answer.json()).error
  }

  async query(name: string, q: string): Promise<StandInAnswer> {
    const [db, rp] = split(name)
    const answer = await fetch(`${this.#influxd.url}/query`, {
      method: 'POST',
      body: new URLSearchParams({ db, rp, q, epoch: 'ms' }),
    })
    const headers = { 'content-type': 'application/json' }
    return { status: answer.status, headers, body: await answer.text() }
  }
}

function split(name: string): [string, string] {
  const [database = '', policy = 'autogen'] = name.split('/')
  return [database, policy]
}

const NAME = String.raw`(?:[^\s,=\\]|\\.)+`
const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`
const VALUE = String.raw`(?:${NUMBER}|-?\d+i|t|f|true|false|"(?:[^"\\]|\\.)*")`
const LINE = new RegExp(
  `^${NAME}(?:,${NAME}=${NAME})* ${NAME}=${VALUE}(?:,${NAME}=${VALUE})*(?: -?\\d+)?$`,
  'i',
)

/** Why a line is not line protocol. */
export function findSyntaxError(line: string): string | undefined {
  return LINE.test(line) ? undefined : `unable to parse '${line}': invalid field format`
}
