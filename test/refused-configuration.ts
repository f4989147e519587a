import { NguonError } from '#domain/error.ts'
import { readConfiguration } from '#service/configuration.ts'

/** The sentence with which the environment is refused; '' when it is not. */
export function refusal(env: Record<string, string>): string {
  try {
    readConfiguration(env)
    return ''
  } catch (error) {
    if (error instanceof NguonError && error.code === 'CONFIGURATION') return error.message
    throw error
  }
}
