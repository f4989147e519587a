import type { Text } from '../text.ts'
import { quote, type Parsed } from './parsed.ts'

/** GS1 General Specifications §7.11, figure 7.11-1: the 82 characters that lots, serials and the like are made of. */
const CHARACTER_SET_82 = /^[A-Za-z0-9!"%&'()*+,\-./:;<=>?_]$/

export interface TextValue {
  readonly name: Text
  readonly charactersMax: number
}

/** A value of GS1 character set 82, as received. */
export function parseTextValue(received: string, rule: TextValue): Parsed<string> {
  const wrong = Array.from(received).find((character) => !CHARACTER_SET_82.test(character))
  if (wrong !== undefined) return refuseCharacter(received, rule, wrong)
  if (received === '' || received.length > rule.charactersMax) return refuseLength(received, rule)
  // RFC 3986 §5.2.4: whoever follows a link takes such a segment away before asking for it, encoded or not.
  if (/^\.\.?$/.test(received)) return refuseDots(received, rule)
  return { value: received }
}

function refuseCharacter(received: string, { name }: TextValue, wrong: string): Parsed<string> {
  const [is, one] = [quote(received), quote(wrong)]
  return {
    flaw: {
      vi: `${name.vi} ${is} có ký tự ${one} không dùng được trong mã GS1. Chỉ dùng chữ cái không dấu, chữ số và ! " % & ' ( ) * + , - . / : ; < = > ? _`,
      en: `${name.en} ${is} has the character ${one}, which GS1 codes cannot carry. Use a–z, A–Z, digits and ! " % & ' ( ) * + , - . / : ; < = > ? _ only.`,
    },
  }
}

function refuseLength(received: string, { name, charactersMax }: TextValue): Parsed<string> {
  const [is, count] = [quote(received), received.length]
  return {
    flaw: {
      vi: `${name.vi} có từ 1 đến ${charactersMax} ký tự; nhận được ${is} (${count} ký tự).`,
      en: `${name.en} has 1 to ${charactersMax} characters; received was ${is} (${count} characters).`,
    },
  }
}

function refuseDots(received: string, { name }: TextValue): Parsed<string> {
  const is = quote(received)
  return {
    flaw: {
      vi: `${name.vi} ${is} chỉ gồm dấu chấm nên không mở được qua liên kết. Hãy thêm chữ hoặc số.`,
      en: `${name.en} ${is} is nothing but dots, which no link can lead to. Add a letter or a digit.`,
    },
  }
}
