import { z } from 'zod'

type Schema = z.core.$ZodType

/** The fields that the object at a path of the data may have; none where there is no object. */
export function listKnownFields(schema: Schema, data: unknown, path: readonly PropertyKey[]) {
  let [found, received]: [Schema | undefined, unknown] = [unwrap(schema, data), data]
  for (const key of path) {
    received = Reflect.get(Object(received), key)
    const inner = enter(found, key)
    found = inner && unwrap(inner, received)
  }
  return found instanceof z.ZodObject ? Object.keys(found.shape) : []
}

function enter(schema: Schema | undefined, key: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodArray) return schema.element
  return schema instanceof z.ZodObject ? schema.shape[String(key)] : undefined
}

/** What it is without being optional, nullable or turned into something else; of a union the one that is meant. */
function unwrap(schema: Schema, data: unknown): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return unwrap(schema.unwrap(), data)
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.in, data)
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema
  const key = schema.def.discriminator
  const isMeant = (option: Schema) =>
    option instanceof z.ZodObject &&
    z.safeParse(option.shape[key], Reflect.get(Object(data), key)).success
  return schema.options.find(isMeant) ?? schema
}
