export interface StandInRequest {
  readonly method: string
  readonly path: string
  readonly parameters: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface StandInAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON unless it is a string. */
  readonly body?: unknown
}

/** What one line of InfluxDB answers. */
export interface StandInVersion {
  answer(request: StandInRequest): Promise<StandInAnswer>
}

/** Form fields come before the query string, as in Go's FormValue. */
export function readForm({ parameters, body }: StandInRequest): URLSearchParams {
  const form = new URLSearchParams(body)
  for (const [name, value] of parameters) if (!form.has(name)) form.append(name, value)
  return form
}
