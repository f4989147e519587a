import { describe, expect, test } from 'vitest'

import { MINUTE } from '#domain/time.ts'

import { getAllPages } from './api-fixture.ts'
import { openVat, SPAN, START } from './api-vat.ts'

/** Beside the vat a second one that has a level, which the first has not. */
async function openTwoVats() {
  const api = await openVat()
  for (const channel of await api.enrol('vat-02', ['temperature/top', 'level'])) {
    await api.write(channel, START, MINUTE, [1, 2, 3])
  }
  return api
}

const seriesOf = (items: readonly Record<string, unknown>[]) => [
  ...new Set(items.map(({ device, channel }) => `${String(device)} ${String(channel)}`)),
]

describe('several devices and channels in one answer', () => {
  test('readings and windows of each that has them', async () => {
    await using api = await openTwoVats()
    const target = `/api/v1/readings?device=vat-01,vat-02&channel=temperature/top,level&${SPAN}`
    const expected = ['vat-01 temperature/top', 'vat-02 temperature/top', 'vat-02 level']
    for (const window of ['', '&window=1h']) {
      const { body } = await api.get(`${target}${window}`)
      expect(seriesOf(body.items)).toEqual(expected)
    }
  })

  test('a channel that none of them has is no row, when asked so', async () => {
    await using api = await openTwoVats()
    const target = `/api/v1/readings?device=vat-01&channel=level&absent=empty&${SPAN}`
    for (const window of ['', '&window=1h']) {
      const { status, body } = await api.get(`${target}${window}`)
      expect([status, body.items]).toEqual([200, []])
    }
  })

  test('the newest of each, page after page, whatever order they are named in', async () => {
    await using api = await openTwoVats()
    const target = '/api/v1/readings/latest?device=vat-02,vat-01,vat-02&channel=level,salinity'
    const pages = await getAllPages(api, `${target}&limit=1`)
    expect(seriesOf(pages.flat())).toEqual(['vat-01 salinity', 'vat-02 level'])
    expect(pages.flat()).toHaveLength(2)
  })

  test.each([
    ['/api/v1/readings?device='],
    ['/api/v1/readings?device=&window=1h'],
    ['/api/v1/readings/latest?device='],
    ['/api/v1/devices?place='],
    ['/api/v1/rejections?device='],
  ])('%s names none, and none is answered', async (target) => {
    await using api = await openTwoVats()
    const { status, body } = await api.get(target)
    expect([status, body.items]).toEqual([200, []])
  })

  test.each([
    ['device=vat-01,vat-9', 404, "There is no device 'vat-9'."],
    ['device=vat-01,vat-02&channel=level,ph', 404, "There is no channel 'ph' here"],
    ['device=vat-01,,vat-02', 400, '1 to 64 characters'],
    [`device=${'a,'.repeat(500)}a`, 400, 'at most 500'],
  ])('%s is refused, saying what is wrong', async (query, status, words) => {
    await using api = await openTwoVats()
    const answer = await api.get(`/api/v1/readings?${query}`)
    expect([answer.status, answer.body['detail']]).toEqual([status, expect.stringContaining(words)])
  })
})
