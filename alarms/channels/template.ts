/** What stands around a value that is filled in. */
export type Encoding = 'json' | 'xml' | 'url' | 'none'

const XML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

const ENCODE: Readonly<Record<Encoding, (value: string) => string>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  xml: escapeXml,
  url: encodeURIComponent,
  none: (value) => value,
}

/** Also for HTML. */
export function escapeXml(value: string): string {
  return value.replaceAll(/[&<>"']/g, (character) => XML[character] ?? character)
}

/** Puts values in the place of `{name}`, so that none can end the string in which it stands. Other braces stay. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
  encoding: Encoding,
): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    return value === undefined ? whole : ENCODE[encoding](value)
  })
}
