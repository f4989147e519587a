/** The same for the same name, however it was typed: "Lan", "lan" and " LAN" are one. An id of a person is as it is. */
export function foldName(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}
