type Given<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> }

/** The properties that have a value: what a request did not say is absent, not undefined. */
export function given<T extends object>(properties: T): Given<T> {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Given<T>
}
