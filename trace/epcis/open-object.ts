import { z } from 'zod'

import { isUri } from './uri.ts'

/**
 * Fields that are known, and those of others, whose names must be URIs or begin with a prefix that the context explains
 * (EPCIS 2.0 §10.2): a bare name that nobody knows is most often a mistake in writing.
 */
export function openObject<Shape extends z.core.$ZodLooseShape>(shape: Shape, accepted: string) {
  return z.looseObject(shape, accepted).check(({ value, issues }) => {
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(shape, name) || isUri(name)) continue
      issues.push({
        code: 'custom',
        path: [name],
        input: value[name],
        message: `no field of this name here; a field of your own has a name with a prefix, such as ex:${name}`,
      })
    }
  })
}
