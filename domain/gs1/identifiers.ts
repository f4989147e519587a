import { parseNumericKey } from './check-digit.ts'
import { isFlawed, quote, type Parsed } from './parsed.ts'
import { parseTextValue } from './text-value.ts'

/** A product: GTIN-8, -12, -13 or -14, as 14 digits. GS1 General Specifications §3.3.2. */
export function parseGtin(received: string): Parsed<string> {
  const parsed = parseNumericKey(received, { name: 'GTIN', lengths: [8, 12, 13, 14] })
  return isFlawed(parsed) ? parsed : { value: parsed.value.padStart(14, '0') }
}

/** A place or a party: 13 digits. */
export function parseGln(received: string): Parsed<string> {
  return parseNumericKey(received, { name: 'GLN', lengths: [13] })
}

/** A logistic unit (a case, a pallet): 18 digits. */
export function parseSscc(received: string): Parsed<string> {
  return parseNumericKey(received, { name: 'SSCC', lengths: [18] })
}

/** AI 10. */
export function parseLot(received: string): Parsed<string> {
  return parseTextValue(received, { name: { vi: 'Số lô', en: 'The lot' }, charactersMax: 20 })
}

/** AI 21. */
export function parseSerial(received: string): Parsed<string> {
  const name = { vi: 'Số sê-ri', en: 'The serial number' }
  return parseTextValue(received, { name, charactersMax: 20 })
}

/** AI 22: a consumer product variant. */
export function parseVariant(received: string): Parsed<string> {
  const name = { vi: 'Biến thể sản phẩm', en: 'The product variant' }
  return parseTextValue(received, { name, charactersMax: 20 })
}

/** AI 254: a place within the place that has the GLN, such as a vat or a plot. */
export function parseExtension(received: string): Parsed<string> {
  const name = { vi: 'Phần mở rộng GLN', en: 'The GLN extension' }
  return parseTextValue(received, { name, charactersMax: 20 })
}

/** AI 8004: an asset (a vat, a sensor). A GS1 company prefix, which has four digits or more, and what its owner appended. */
export function parseGiai(received: string): Parsed<string> {
  if (/^\d{4}/.test(received)) {
    return parseTextValue(received, { name: { vi: 'GIAI', en: 'The GIAI' }, charactersMax: 30 })
  }
  const is = quote(received)
  return {
    flaw: {
      vi: `GIAI bắt đầu bằng mã doanh nghiệp GS1 gồm chữ số; nhận được ${is}.`,
      en: `A GIAI begins with the digits of a GS1 company prefix; received was ${is}.`,
    },
  }
}

/** AI 8003: returnable assets (a crate): a zero, 13 digits of which the last is a check digit, then a serial of up to 16 characters if any. */
export function parseGrai(received: string): Parsed<string> {
  const [type, serial] = [received.slice(0, 14), received.slice(14)]
  if (!/^0\d{13}$/.test(type)) return refuseGrai(received)
  const parsed = parseNumericKey(type, { name: 'GRAI', lengths: [14] })
  if (isFlawed(parsed) || serial === '') return parsed
  const name = { vi: 'Số sê-ri của GRAI', en: 'The serial of the GRAI' }
  const rest = parseTextValue(serial, { name, charactersMax: 16 })
  return isFlawed(rest) ? rest : { value: received }
}

function refuseGrai(received: string): Parsed<string> {
  const is = quote(received)
  return {
    flaw: {
      vi: `GRAI là số 0, rồi 13 chữ số, rồi số sê-ri nếu có; nhận được ${is}.`,
      en: `A GRAI is a zero, then 13 digits, then a serial if any; received was ${is}.`,
    },
  }
}
