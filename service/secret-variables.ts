import { readFileSync } from 'node:fs'

import { toMessage } from '#domain/error.ts'

import type { Variable } from './variable.ts'
import { VARIABLES } from './variables.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A longer one is not a secret but a mistake. */
const SECRET_CHARACTERS_MAX = 4096
const SECRETS: readonly [string, Variable<unknown>][] = Object.entries(VARIABLES).filter(
  ([, { secret }]) => secret === true,
)

export interface SecretVariables {
  /** The environment with what the files hold, as if it had been given in the variables themselves. */
  readonly env: Environment
  /** Sentences that name the variable, what was received and what is accepted; never a secret. */
  readonly problems: readonly string[]
}

/** Reads each secret that is given as a file, `NGUON_…_FILE`. */
export function readSecretFiles(given: Environment): SecretVariables {
  const env = { ...given }
  const problems: string[] = []
  for (const [name, variable] of SECRETS) {
    const file = given[`${name}_FILE`]?.trim() ?? ''
    if (file === '') continue
    const secret = readSecret(file)
    const problem = findProblem(secret, variable)
    if (given[name]?.trim()) {
      problems.push(`${name} and ${name}_FILE are both given; accepted is one of them.`)
    } else if (problem === undefined) env[name] = secret.text
    else problems.push(`${name}_FILE is '${file}', ${problem}.`)
  }
  return { env, problems }
}

interface Secret {
  readonly text: string
  readonly error?: unknown
}

function readSecret(file: string): Secret {
  try {
    return { text: readFileSync(file, 'utf8').trim() }
  } catch (error) {
    return { text: '', error }
  }
}

function findProblem({ text, error }: Secret, variable: Variable<unknown>): string | undefined {
  const { length } = text
  const held = `which holds ${length} characters`
  if (error !== undefined)
    return `which cannot be read (${toMessage(error)}); accepted is a file that this user may read`
  // An empty one would count as not given, and a token would be made that nobody knows.
  if (length === 0) return `which is empty; accepted is a file that holds the secret`
  if (length > SECRET_CHARACTERS_MAX)
    return `${held}; accepted are at most ${SECRET_CHARACTERS_MAX}`
  const isGood = variable.schema.safeParse(text).success
  return isGood ? undefined : `${held}; accepted is ${variable.accepted}`
}
