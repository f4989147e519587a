/**
 * Ids of sites, places and devices: chosen once, never changed, safe in topics, file names, URLs and tags.
 * 1–64 characters of a–z, 0–9, `-`, `_` and `.`, the first a letter or digit. A LoRaWAN DevEUI or a MAC in lower case fits.
 */
export const ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/

export const ID_RULE = '1 to 64 characters: a–z, 0–9, "-", "_", "."; the first a letter or a digit'

export function isId(text: string): boolean {
  return ID_PATTERN.test(text)
}
