import type { z } from 'zod'

import { NguonError } from '#domain/error.ts'

/** Where the data sources of Grafana are, as we reach them. */
export interface Backends {
  readonly api: Endpoint
  readonly influxdb?: Endpoint & { readonly database: string }
  readonly prometheus?: Endpoint
}

export interface Endpoint {
  /** `http://127.0.0.1:8080` */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** A cell of an answer; rows without any value are no rows. */
export type Cell = string | number | null
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Asks one of them; anything but success is a DASHBOARD_SOURCE that says what to do. */
export async function ask<Shape>(
  { url, headers }: Endpoint,
  path: string,
  shape: z.ZodType<Shape>,
): Promise<Shape> {
  const target = new URL(path, url)
  const response = await fetch(target, { headers }).catch((error: unknown) => {
    throw new NguonError(
      'DASHBOARD_SOURCE',
      `${url} cannot be reached: is it running, and is the address right?`,
      {
        cause: error,
      },
    )
  })
  const text = await response.text()
  if (!response.ok) throw toSourceError(url, response.status, text)
  return shape.parse(JSON.parse(text))
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'the credentials are wrong: give the token that this server knows',
  403: 'the credentials may not read this: give a token that may',
  404: 'it does not know the database or the path: is NGUON_INFLUX_DATABASE right, has Nguồn written to it?',
}

function toSourceError(url: string, status: number, text: string): NguonError {
  const hint = HINTS[status] ?? 'see its log'
  return new NguonError(
    'DASHBOARD_SOURCE',
    `${url} answered ${status} (${text.trim().slice(0, 300)}): ${hint}.`,
  )
}
