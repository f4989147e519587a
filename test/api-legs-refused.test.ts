import { describe, expect, test } from 'vitest'

import { openYard } from './api-van.ts'

describe('legs are refused', () => {
  test.each([
    ['', 400, "'device' or 'place' is missing"],
    ['device=nobody', 404, "There is no device 'nobody'."],
    ['place=nowhere', 404, "There is no place 'nowhere'."],
    ['place=vat-1', 400, "Place 'vat-1' is of kind vat; legs are of places of kind vehicle."],
    ['device=box', 404, "'box' has no channel 'motion' or 'speed'"],
    ['place=van-1', 404, "'van-1' has no channel 'motion' or 'speed'"],
    ['device=box&from=2025-07-08&until=2025-07-07', 400, "'from' must be before 'until'"],
    [
      'device=box&from=2024-01-01&until=2025-07-07',
      400,
      'The span has 553 days; one answer covers at most 400',
    ],
    ['device=box&limit=1001', 400, 'a whole number from 1 to 1000'],
    ['device=box&after=e30', 400, 'the `next` of the page before'],
    ['device=box&limit=5&format=csv', 400, "'limit' is given; csv and ndjson are streamed whole"],
    ['device=box,van', 400, "'device' is"],
  ])('%s: %d %s', async (query, status, detail) => {
    await using api = await openYard()
    await api.enrol('box', ['temperature'])
    const { body } = await api.get(`/api/v1/legs?${query}`)
    expect([body['status'], body['detail']]).toEqual([status, expect.stringContaining(detail)])
  })

  test('unless no rows are wanted where nobody tells the motion', async () => {
    await using api = await openYard()
    await api.enrol('box', ['temperature'])
    const { body: none } = await api.get('/api/v1/legs?device=&absent=empty')
    expect(none.items).toEqual([])
    const { body } = await api.get('/api/v1/legs?device=box&absent=empty')
    expect(body).toEqual({ items: [], next: null })
    const csv = await api.ask('/api/v1/legs?device=box&absent=empty&format=csv')
    expect(await csv.text()).toMatch(/^kind,[^\n]*\n$/)
  })
})
