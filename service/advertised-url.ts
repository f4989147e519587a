/** What a program binds to that listens everywhere, and where such a program is found on its own machine. */
const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }

/**
 * The address under which others reach what listens at `url`: an address that means everywhere is none to connect to, so
 * the advertised host stands in its place; without one (empty) the others are on this machine.
 */
export function toAdvertisedUrl(url: string, advertisedHost: string): string {
  const [, scheme = '', host = '', port = ''] = /^(\w+:\/\/)(.*)(:\d+)$/.exec(url) ?? []
  const local = EVERYWHERE[host]
  return local === undefined ? url : `${scheme}${advertisedHost || local}${port}`
}
