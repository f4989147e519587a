import type { ApiOptions } from './options.ts'

/** In which zone the times of an answer are written: what the request says, else the platform's. */
export function zoneOf(
  options: Pick<ApiOptions, 'timezone'>,
  query: { readonly timezone?: string | undefined },
): string {
  return query.timezone ?? options.timezone
}
