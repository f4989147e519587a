import { stat } from 'node:fs/promises'

import { toMessage } from '#domain/error.ts'
import { MINUTE, SECOND } from '#domain/time.ts'

/** Time to answer. */
const ANSWER_MS_MAX = 5 * SECOND
/** What writes a file once a minute has stopped when it is older. */
const FILE_AGE_MS_MAX = 5 * MINUTE

/**
 * What a health check in docker-compose.yml runs, for the image has no curl: `health.ts http://…/healthz` ends with 0
 * when that answers 200, `health.ts <file>` when the file was written within five minutes; else with 1, saying why.
 */
async function findProblem(target: string): Promise<string | undefined> {
  if (!target.startsWith('http://')) {
    const age = Date.now() - (await stat(target)).mtimeMs
    return age <= FILE_AGE_MS_MAX ? undefined : `was written ${Math.round(age / SECOND)} s ago`
  }
  const response = await fetch(target, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
  return response.ok ? undefined : `answers ${response.status}: ${await response.text()}`
}

const [target = ''] = process.argv.slice(2)
const problem = await findProblem(target).catch(toMessage)
if (problem !== undefined) {
  process.stderr.write(`${target} ${problem}\n`)
  process.exitCode = 1
}
