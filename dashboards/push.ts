import { z } from 'zod'

import { NguonError } from '#domain/error.ts'

import { BOARDS } from './boards.ts'
import { buildBoard } from './build-board.ts'
import { FOLDERS, folderUidOf } from './folders.ts'
import { LANGUAGES, type Edition, type Engine, type Language } from './model.ts'

/** A running Grafana, and a token of a service account that may edit dashboards and folders. */
export interface Grafana {
  readonly url: string
  readonly token: string
}

/** Puts every dashboard on a running Grafana, replacing what it has under the same uid; resolves with their addresses. */
export async function pushBoards(grafana: Grafana, engine: Engine): Promise<string[]> {
  const urls: string[] = []
  for (const language of LANGUAGES) {
    await ensureFolder(grafana, language)
    for (const spec of BOARDS) {
      const edition: Edition = { language, engine }
      const body = {
        dashboard: buildBoard(spec, edition),
        folderUid: folderUidOf(language),
        overwrite: true,
      }
      const answer = await send(grafana, '/api/dashboards/db', body)
      urls.push(new URL(pushed.parse(answer).url, grafana.url).href)
    }
  }
  return urls
}

const pushed = z.object({ url: z.string() })

async function ensureFolder(grafana: Grafana, language: Language): Promise<void> {
  const body = { uid: folderUidOf(language), title: FOLDERS[language] }
  await send(grafana, '/api/folders', body).catch((error: unknown) => {
    if (!(error instanceof NguonError && error.code === 'GRAFANA_EXISTS')) throw error
  })
}

async function send({ url, token }: Grafana, path: string, body: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(new URL(path, url), init).catch((error: unknown) => {
    const detail = `Grafana at ${url} cannot be reached: is it running, and is the address right?`
    throw new NguonError('GRAFANA', detail, { cause: error })
  })
  const text = await response.text()
  if (response.ok) return parse(text)
  const code = EXISTS.has(response.status) ? 'GRAFANA_EXISTS' : 'GRAFANA'
  throw new NguonError(code, explain(url, response.status, text))
}

/** What Grafana answers when a folder is there already. */
const EXISTS = new Set([409, 412])

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function explain(url: string, status: number, text: string): string {
  const said = text.slice(0, 300)
  if (status === 401)
    return `Grafana at ${url} refuses the token (${said}): make a service account token and give its file.`
  if (status === 403)
    return `Grafana at ${url} says the token may not do this (${said}): give the service account the role Editor.`
  return `Grafana at ${url} answered ${status} (${said}).`
}
