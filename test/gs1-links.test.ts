import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { toCheckDigit } from '#domain/gs1/check-digit.ts'
import { formatDigitalLink, parseDigitalLink } from '#domain/gs1/digital-link.ts'
import { toCanonicalEpc } from '#domain/gs1/epc.ts'
import type { Gs1Key } from '#domain/gs1/key.ts'
import { isFlawed } from '#domain/gs1/parsed.ts'

const SET_82 = 'ABCXYZabcxyz0123456789!"%&\'()*+,-./:;<=>?_'
const text = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...SET_82.split('')), { minLength: 1, maxLength })
    .map((characters) => characters.join(''))
    .filter((value) => !/^\.\.?$/.test(value))
const digits = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789'.split('')), { minLength: length, maxLength: length })
    .map((all) => all.join(''))
const checked = (length: number) => digits(length - 1).map((body) => `${body}${toCheckDigit(body)}`)
const maybe = (value: fc.Arbitrary<string>) => fc.option(value, { nil: undefined })

const key: fc.Arbitrary<Gs1Key> = fc.oneof(
  fc.record({
    gtin: checked(14),
    variant: maybe(text(20)),
    lot: maybe(text(20)),
    serial: maybe(text(20)),
  }),
  fc.record({ sscc: checked(18) }),
  fc.record({ gln: checked(13), extension: maybe(text(20).filter((value) => value !== '0')) }),
  fc.record({ partyGln: checked(13) }),
  fc
    .tuple(digits(12), fc.option(text(16), { nil: '' }))
    .map(([body, serial]) => ({ grai: `0${body}${toCheckDigit(`0${body}`)}${serial}` })),
  fc.tuple(digits(6), text(24)).map(([prefix, rest]) => ({ giai: `${prefix}${rest}` })),
)
const base = fc.constantFrom(
  'https://id.gs1.org',
  'http://127.0.0.1:8080/',
  'https://nguon.example/p/01/x',
  'https://vn.example/10/01/',
)

describe('Digital Links', () => {
  test('have key, qualifiers in their order, and attributes in the query', () => {
    const link = formatDigitalLink(
      'https://nguon.example/',
      { gtin: '08930000000019', serial: '7', lot: 'A/1+b' },
      [['17', '261231']],
    )
    expect(link).toBe('https://nguon.example/01/08930000000019/10/A%2F1%2Bb/21/7?17=261231')
    expect(parseDigitalLink(link)).toEqual({
      value: {
        key: { gtin: '08930000000019', lot: 'A/1+b', serial: '7' },
        attributes: [['17', '261231']],
      },
    })
  })

  test('come back as they went, whatever the host, the path before and the values', () => {
    fc.assert(
      fc.property(key, base, text(20), (one, at, value) => {
        const attributes = [['37', value] as const]
        expect(parseDigitalLink(formatDigitalLink(at, one, attributes))).toEqual({
          value: { key: one, attributes },
        })
      }),
    )
  })

  test('go through what browsers and servers do to an address', () => {
    fc.assert(
      fc.property(key, (one) => {
        const link = formatDigitalLink('https://nguon.example/p', one)
        expect(new URL(link).href).toBe(link)
      }),
    )
  })

  test('any host, short names, short GTINs, foreign parameters and a last slash are understood', () => {
    const product = { gtin: '09780345418913', lot: '1223' }
    for (const link of [
      'HTTP://Example.com:81/shop/01/9780345418913/10/1223/?linkType=gs1:pip&lang=vi#top',
      'https://example.com/gtin/9780345418913/lot/1223',
      'https://example.com/01/95/01/9780345418913/10/12%32%33',
    ]) {
      expect(parseDigitalLink(link)).toEqual({ value: { key: product, attributes: [] } })
    }
  })

  test.each([
    ['https://example.com/01/8930000000018', 'expected is 9'],
    ['https://example.com/01/8930000000019/10/%C3%B4', 'has the character “ô”'],
    ['https://example.com/01/8930000000019/21/1/10/2', '(10) cannot stand there behind (01)'],
    ['https://example.com/01/8930000000019/10/1/10/2', '(10) cannot stand there behind (01)'],
    ['https://example.com/00/106141412345678908/10/1', '(10) cannot stand there behind (00)'],
    ['https://example.com/01/8930000000019?10=1', 'belongs in the path: …/10/1'],
    ['https://example.com/01/8930000000019/10/%zz', 'is not a GS1 Digital Link'],
    ['https://example.com/hello/world', 'is not a GS1 Digital Link'],
    ['https://example.com/01/8930000000019/99/1', 'is not a GS1 Digital Link'],
    ['urn:epc:id:sgtin:0614141.812345.1', 'is not a GS1 Digital Link'],
    ['', 'is not a GS1 Digital Link'],
  ])('%s is refused: %s', (link, why) => {
    const parsed = parseDigitalLink(link)
    if (!isFlawed(parsed)) throw new Error(`taken: ${JSON.stringify(parsed.value)}`)
    expect(parsed.flaw.en).toContain(why)
    expect(parsed.flaw.vi).not.toBe('')
  })

  test('the contents of a pallet may stand in its query', () => {
    const link = 'https://example.com/00/106141412345678908?02=08930000000019&10=A1;37=25'
    expect(parseDigitalLink(link)).toEqual({
      value: {
        key: { sscc: '106141412345678908' },
        attributes: [
          ['02', '08930000000019'],
          ['10', 'A1'],
          ['37', '25'],
        ],
      },
    })
  })
})

describe('what names the same has one canonical name', () => {
  // Of the EPC Tag Data Standard, and of GS1's own normaliser of event hashes.
  test.each([
    ['urn:epc:id:sgtin:0614141.812345.6789', '01/80614141123458/21/6789'],
    ['urn:epc:id:sgtin:4012345.011111.98%22', '01/04012345111118/21/98%22'],
    ['urn:epc:id:sgtin:415056789012.0.987654', '01/04150567890128/21/987654'],
    ['urn:epc:id:sgtin:0614141.812345.a.b.c', '01/80614141123458/21/a.b.c'],
    [
      'urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()',
      '01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29',
    ],
    ['urn:epc:id:sscc:0614141.1234567890', '00/106141412345678908'],
    ['urn:epc:id:sgln:0614141.12345.5678', '414/0614141123452/254/5678'],
    ['urn:epc:id:sgln:4012345.00005.0', '414/4012345000054'],
    ['urn:epc:id:pgln:999999999999.', '417/9999999999994'],
    ['urn:epc:id:grai:0614141.12345.5678', '8003/006141411234525678'],
    ['urn:epc:id:giai:0614141.5678', '8004/06141415678'],
    ['urn:epc:class:lgtin:4012345.012345.Lot987', '01/04012345123456/10/Lot987'],
    ['urn:epc:idpat:sgtin:4012345.012345.*', '01/04012345123456'],
    ['urn:epc:idpat:grai:4012345.99999.*', '8003/04012345999990'],
    [
      'https://id.gs1.org/gtin/9780345418913/cpv/344/lot/1223/ser/765tz',
      '01/09780345418913/21/765tz',
    ],
    ['http://example.de/01/614141123452/cpv/344/lot/ABD', '01/00614141123452/10/ABD'],
    ['https://example.com/01/09780345418913/21/765tz?abc=211121', '01/09780345418913/21/765tz'],
    ['https://example.co.uk/party/4226350800008', '417/4226350800008'],
    ['https://example.com/414/4280000000002/254/0', '414/4280000000002'],
  ])('%s is …/%s', (uri, path) => {
    const canonical = `https://id.gs1.org/${path}`
    expect(toCanonicalEpc(uri)).toBe(canonical)
    expect(toCanonicalEpc(canonical)).toBe(canonical)
  })

  test.each([
    'urn:epc:id:sgtin:0614141.81234.6789',
    'urn:epc:id:sgtin:0614141.812345',
    'urn:epc:id:sgtin:0614141.812345.%zz',
    'urn:epc:idpat:sgtin:0614141.*.*',
    'urn:epc:idpat:sgtin:0614141.812345.1',
    'urn:epc:id:sscc:0614141.1234567890.1',
    'urn:epc:id:constructor:0614141.1',
    'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    'https://example.com/01/8930000000018',
    'https://example.com/products/7',
    'geo:18.1,106.3',
    '',
  ])('%s stays as it is', (uri) => {
    expect(toCanonicalEpc(uri)).toBe(uri)
  })

  test('URN and Digital Link of one thing agree, wherever its company prefix ends', () => {
    const prefixLength = fc.integer({ min: 6, max: 12 })
    fc.assert(
      fc.property(digits(13), prefixLength, text(20), (body, length, lot) => {
        const reference = `${body.slice(0, 1)}${body.slice(1 + length)}`
        const urn = `urn:epc:class:lgtin:${body.slice(1, 1 + length)}.${reference}.${toUrnText(lot)}`
        const gtin = `${body}${toCheckDigit(body)}`
        expect(toCanonicalEpc(urn)).toBe(
          toCanonicalEpc(formatDigitalLink('https://shop.example/x', { gtin, lot })),
        )
      }),
    )
  })

  test('a canonical name is its own', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          key.map((one) => formatDigitalLink('http://a', one)),
          fc.webUrl(),
        ),
        (uri) => {
          const canonical = toCanonicalEpc(uri)
          expect(toCanonicalEpc(canonical)).toBe(canonical)
        },
      ),
    )
  })
})

/** EPC Tag Data Standard §A: these, and no others, are escaped in a URN. */
function toUrnText(value: string): string {
  return value.replaceAll(/["%&/<>?]/g, (character) => encodeURIComponent(character))
}
