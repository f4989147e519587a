import { writeFile } from 'node:fs/promises'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { openApi, type Api } from './api-fixture.ts'
import { addLot, addStay, GLN, GTIN, LOT, OPERATION, SSCC } from './code-fixture.ts'
import { openDesk, printPages, readText, scan } from './label-fixture.ts'

const PAGE = `/01/${GTIN}/10/${LOT}`
const OPEN = { authorization: '' }

describe('who scans a lot', () => {
  test('reads what the producer published, in Vietnamese first, without a script and in less than 30 kB', async () => {
    await using api = await openLot()
    await addStay(api)
    const { status, headers, text } = await open(api, PAGE)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const said of [
      '<html lang="vi">',
      '<h1>Nước mắm &lt;Phú Khương&gt; 40°N</h1>',
      'HTX Nước mắm Phú Khương',
      'Thôn Phú Khương, Kỳ Anh, Hà Tĩnh',
      `<dt>GTIN</dt><dd>${GTIN}</dd>`,
      `<dt>Số lô</dt><dd>${LOT}</dd>`,
      '<dt>Ngày sản xuất</dt><dd>01/07/2026</dd>',
      '<dt>Hạn sử dụng</dt><dd>30/06/2029</dd>',
      '<dt>Định lượng</dt><dd>500 mL</dd>',
      '<dt>Nơi làm ra</dt><dd>Phú Khương</dd>',
      '<dt>Cảnh báo an toàn</dt><dd>Có cá</dd>',
      'aria-label="4 sao"',
      'HACCP H-77',
      'Cá cơm: 75%',
      'Bể số 7, Phú Khương<br /><small>Chượp cá cơm · 27/05/2025 – 01/07/2026, 400 ngày',
      'Nhiệt độ trung bình 33,6 °C, thấp nhất 30 °C, cao nhất 40 °C',
      '<svg viewBox="0 0 400 190"',
    ]) {
      expect(text).toContain(said)
    }
    expect(Buffer.byteLength(text)).toBeLessThan(30_000)
    // What was not published, what is over, and what a person's own affair is.
    for (const hidden of [
      '<script',
      '0912345678',
      'lan@example.vn',
      'ISO 22000',
      '7/QĐ-UBND',
      'alert',
    ]) {
      expect(text).not.toContain(hidden)
    }
  })

  test('reads it in English by ?lang or by what the browser prefers', async () => {
    await using api = await openLot()
    for (const [target, accepted] of [
      [`${PAGE}?lang=en`, 'vi'],
      [PAGE, 'en-US,en;q=0.9,vi;q=0.5'],
      [PAGE, 'ko-KR,ko;q=0.9'],
    ] as const) {
      const { text } = await open(api, target, { 'accept-language': accepted })
      expect(text).toContain('<dt>Expires on</dt><dd>30 Jun 2029</dd>')
    }
    const { text } = await open(api, PAGE, { 'accept-language': 'vi-VN,vi;q=0.9,en;q=0.8' })
    expect(text).toContain('Hạn sử dụng')
  })

  test('is warned of a lot that is held, from the moment on, and until it is released', async () => {
    await using api = await openLot()
    const begunBy = 'recall-1'
    const hold = { item: 'chai-07-2026', from: 0, reason: 'histamine', begunBy }
    await api.trace.change(async (tx) => {
      await tx.addOperation({ ...OPERATION, id: begunBy }, { at: 0, by: 'Lan' })
      await tx.hold(hold)
    })
    const held = await open(api, PAGE)
    expect(held.text).toContain('đang giữ lô hàng này để kiểm tra')
    expect(held.text).not.toContain('histamine')
    await api.trace.change((tx) =>
      tx.release({ item: 'chai-07-2026', begunBy }, { until: 1, endedBy: 'o2' }),
    )
    expect((await open(api, PAGE)).text).not.toContain('đang giữ')
  })

  test('is warned when the label says another expiry than the producer, and when it is past', async () => {
    await using api = await openLot()
    expect((await open(api, `${PAGE}?17=290630`)).text).not.toContain('role="alert"')
    expect((await open(api, `${PAGE}?17=300630`)).text).toContain('Nhãn có thể không phải của')
    await using old = await openApi()
    await addLot(old, { expiresAt: Date.now() - 1 })
    expect((await open(old, PAGE)).text).toContain('đã hết hạn sử dụng')
  })

  test('sees no temperatures that the producer does not show, and no origin that is not published', async () => {
    await using api = await openLot()
    await addStay(api)
    await api.trace.change(async (tx) => {
      const [vat, by] = [await tx.batch('chuop-07'), { at: 0, by: 'Lan' }]
      if (vat !== undefined) await tx.putBatch({ ...vat, published: false }, by)
    })
    const { status, text } = await open(api, PAGE)
    expect([status, text.includes('Bể số 7'), text.includes('<svg')]).toEqual([200, false, false])
  })
})

describe('codes that lead nowhere', () => {
  test('a wrong check digit is said in words', async () => {
    await using api = await openLot()
    const { status, text } = await open(api, '/01/8930000000018')
    expect(status).toBe(400)
    expect(text).toContain('GTIN “8930000000018” sai số kiểm tra: chữ số cuối là 8, phải là 9.')
    const english = await open(api, '/00/106141412345678909?lang=en')
    expect([english.status, english.text.includes('expected is 8')]).toEqual([400, true])
  })

  test.each([
    `/01/${GTIN}/10/OTHER`,
    '/01/09780345418913',
    '/00/306141410000000013',
    '/414/4012345000054',
  ])('%s is unknown, and the page says what was scanned', async (target) => {
    await using api = await openLot()
    const { status, text } = await open(api, target)
    expect(status).toBe(404)
    expect(text).toContain(`Mã vừa quét là “${target}”`)
  })

  test('a lot that is not published is as unknown as one that is not there', async () => {
    await using api = await openApi()
    await addLot(api, { published: false })
    const { status, text } = await open(api, PAGE)
    const unknown = await open(api, `/01/${GTIN}/10/PK-2026-08`)
    expect([status, text]).toEqual([404, unknown.text.replace('PK-2026-08', LOT)])
  })

  test('a lot with a slash in it is found, and markup in a code is text', async () => {
    await using api = await openApi()
    await addLot(api, { lot: 'A/1', uri: `https://id.gs1.org/01/${GTIN}/10/A%2F1` })
    expect((await open(api, `/01/${GTIN}/10/A%2F1`)).status).toBe(200)
    const { status, text } = await open(api, `/01/${GTIN}/10/%3Cscript%3E`)
    expect([status, text.includes('<script')]).toEqual([404, false])
  })
})

describe('links of a code', () => {
  test('are listed for whoever accepts or asks for a linkset', async () => {
    await using api = await openLot()
    const anchor = `https://nguon.example${PAGE}`
    for (const [target, accept] of [
      [PAGE, 'application/linkset+json'],
      [`${PAGE}?linkType=linkset`, '*/*'],
    ] as const) {
      const { status, headers, text } = await open(api, target, { accept })
      expect([status, headers.get('content-type')]).toEqual([200, 'application/linkset+json'])
      const { linkset } = JSON.parse(text)
      expect(linkset).toHaveLength(1)
      expect(linkset[0].anchor).toBe(anchor)
      expect(linkset[0]['https://ref.gs1.org/voc/traceability'][1]).toEqual({
        href: `${anchor}?lang=en#path`,
        title: 'Path of the lot',
        type: 'text/html',
        hreflang: ['en'],
      })
      expect(Object.keys(linkset[0])).toEqual([
        'anchor',
        'https://ref.gs1.org/voc/pip',
        'https://ref.gs1.org/voc/traceability',
        'https://ref.gs1.org/voc/certificationInfo',
        'https://ref.gs1.org/voc/epcis',
        'https://ref.gs1.org/voc/defaultLink',
      ])
    }
    const { headers } = await open(api, PAGE, {
      accept: 'text/html,application/linkset+json;q=0.5',
    })
    expect(headers.get('link')).toBe(
      `<${anchor}?linkType=linkset>; rel="linkset"; type="application/linkset+json"`,
    )
  })

  test('are followed by type with 307; one that there is not is a 404 that lists those there are', async () => {
    await using api = await openLot()
    for (const linkType of ['gs1:traceability', 'https://ref.gs1.org/voc/traceability']) {
      const target = `${PAGE}?linkType=${encodeURIComponent(linkType)}&lang=en`
      const { status, headers } = await open(api, target)
      expect([status, headers.get('location')]).toEqual([
        307,
        `https://nguon.example${PAGE}?lang=en#path`,
      ])
    }
    const { status, text } = await open(api, `${PAGE}?linkType=gs1:recipeInfo&lang=en`)
    expect(status).toBe(404)
    expect(text).toContain(
      'This code has: gs1:pip, gs1:traceability, gs1:certificationInfo, gs1:epcis.',
    )
  })

  test('the events of a lot are where its link says, for whoever has a token', async () => {
    await using api = await openLot()
    const { headers } = await open(api, `${PAGE}?linkType=gs1:epcis`)
    const { origin, pathname } = new URL(headers.get('location') ?? '')
    expect(origin).toBe('https://nguon.example')
    expect((await open(api, pathname)).status).toBe(401)
    const response = await api.ask(pathname)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('TransformationEvent')
  })
})

test('units and producers have pages too', async () => {
  await using api = await openLot()
  const unit = await open(api, `/00/${SSCC}`)
  expect([unit.status, unit.text.includes('Pallet 1')]).toEqual([200, true])
  const party = await open(api, `/414/${GLN}`)
  expect([party.status, party.text.includes('Thôn Phú Khương')]).toEqual([200, true])
  expect(party.text).not.toContain('0912345678')
})

describe('scans', () => {
  test('are counted by lot and day, and nothing else is kept of who scanned', async () => {
    await using api = await openLot()
    for (const target of [PAGE, PAGE, `/01/${GTIN}`, `/01/${GTIN}/10/OTHER`, '/01/8930000000018']) {
      await open(api, target, { 'x-province': 'VN-23' })
    }
    await fetch(new URL(PAGE, api.url), { method: 'HEAD' })
    const items = await readScans(api, 2)
    const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
    const product = 'nuoc-mam-40n'
    expect(items).toEqual([
      { day, product, lot: null, province: null, count: 1 },
      { day, product, lot: LOT, province: null, count: 2 },
    ])
  })

  test('have a province only when a header of our own proxy says so; sums grow from writing to writing', async () => {
    await using api = await openApi(() => ({ provinceHeader: 'x-province' }))
    await addLot(api)
    await open(api, PAGE, { 'x-province': 'VN-23' })
    expect(await readScans(api, 1)).toMatchObject([{ province: 'VN-23', count: 1 }])
    await open(api, PAGE, { 'x-province': 'VN-23' })
    await expect
      .poll(() => readScans(api, 1), { timeout: 15_000 })
      .toMatchObject([{ province: 'VN-23', count: 2 }])
  })
})

describe('labels of a batch', () => {
  test('carry the link that leads to its page', async () => {
    await using api = await openLot()
    await using desk = await openDesk()
    const file = path.join(desk.folder, 'qr.png')
    const png = await api.ask('/api/v1/batches/chai-07-2026/qr.png')
    expect(png.headers.get('content-type')).toBe('image/png')
    await writeFile(file, Buffer.from(await png.arrayBuffer()))
    const [link = ''] = await scan(file)
    expect(link).toBe(`https://nguon.example${PAGE}?17=290630`)
    const { pathname, search } = new URL(link)
    expect((await open(api, `${pathname}${search}`)).status).toBe(200)
    const svg = await api.ask('/api/v1/batches/chai-07-2026/qr.svg')
    expect([svg.headers.get('content-type'), (await svg.text()).slice(0, 4)]).toEqual([
      'image/svg+xml',
      '<svg',
    ])
  })

  test('come as PDF in the size and number that were asked for', async () => {
    await using api = await openLot()
    await using desk = await openDesk()
    const target = '/api/v1/batches/chai-07-2026/labels.pdf?size=50x30&count=3'
    const response = await api.ask(target)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    const pages = await printPages(desk.folder, Buffer.from(await response.arrayBuffer()))
    expect(pages).toHaveLength(3)
    expect(await scan(pages[2] ?? '')).toEqual([`https://nguon.example${PAGE}?17=290630`])
  })

  test('of a pallet name sender, receiver and what is in it', async () => {
    await using api = await openLot()
    await using desk = await openDesk()
    const at = `/api/v1/units/${SSCC}/label.pdf`
    const response = await api.ask(`${at}?sender=phu-khuong`)
    const pdf = Buffer.from(await response.arrayBuffer())
    const [page = ''] = await printPages(desk.folder, pdf)
    expect(await scan(page)).toEqual([`00${SSCC}`, `https://nguon.example/00/${SSCC}`])
    expect(await readText(desk.folder, pdf)).toContain('Thôn Phú Khương, Kỳ Anh, Hà Tĩnh')
    expect((await api.get(`${at}?sender=nobody`)).body['detail']).toBe(
      "There is no party 'nobody'.",
    )
    const wrong = await api.get('/api/v1/units/106141412345678909/label.pdf?sender=phu-khuong')
    expect([wrong.status, String(wrong.body['detail'])]).toEqual([
      400,
      expect.stringContaining('expected is 8'),
    ])
  })

  test('are refused in words where they cannot be', async () => {
    await using api = await openLot()
    const at = '/api/v1/batches'
    expect((await api.get(`${at}/chai-07-2026/labels.pdf?size=a5`)).body['detail']).toContain(
      '50x30',
    )
    expect((await api.get(`${at}/chai-07-2026/labels.pdf?count=481`)).status).toBe(400)
    expect((await api.get(`${at}/none/qr.svg`)).status).toBe(404)
    const noGtin = await api.get(`${at}/chuop-07/qr.svg`)
    expect([noGtin.status, noGtin.body['detail']]).toEqual([
      409,
      "Product 'chuop' has no GTIN; a code needs one. Give it with PUT /api/v1/products/chuop.",
    ])
    const closed = await api.ask(`${at}/chai-07-2026/qr.svg`, { headers: OPEN })
    expect(closed.status).toBe(401)
  })
})

test.each(['', 'http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:8080/x'])(
  'no label is made that leads to %j, where no buyer comes',
  async (publicUrl) => {
    await using api = await openApi(() => ({ publicUrl }))
    await addLot(api)
    const { status, body } = await api.get('/api/v1/batches/chai-07-2026/qr.svg')
    expect([status, body['detail']]).toEqual([
      409,
      expect.stringContaining(`NGUON_PUBLIC_URL is '${publicUrl}'`),
    ])
  },
)

async function openLot(): Promise<Api> {
  const api = await openApi()
  await addLot(api)
  return api
}

/** As a buyer does: without a token, and not following anything. */
async function open(api: Api, target: string, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(target, api.url), { headers, redirect: 'manual' })
  // Whitespace between tags says nothing.
  const text = (await response.text()).replaceAll(/>\s+</g, '><')
  return { status: response.status, headers: response.headers, text }
}

/** Once so many sums are there: they are written every few seconds. */
async function readScans(api: Api, count: number): Promise<Record<string, unknown>[]> {
  let items: Record<string, unknown>[] = []
  const read = async () => {
    items = (await api.get('/api/v1/scans')).body.items
    return items.length
  }
  await expect.poll(read, { timeout: 15_000 }).toBe(count)
  return items
}
