import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { readAdminToken } from '#api/admin-token.ts'

import { openApi, type Api } from './api-fixture.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api[Symbol.asyncDispose]())

describe('who may ask', () => {
  test.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['half the token', { authorization: 'Bearer a-token' }],
  ])('%s is a 401 that says where the token is', async (_what, headers: Record<string, string>) => {
    const response = await fetch(`${api.url}/api/v1/sites`, { headers })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="nguon"')
    expect(await response.json()).toMatchObject({
      code: 'UNAUTHORIZED',
      titles: { vi: 'Thiếu mã truy cập hoặc mã sai' },
      detail: expect.stringContaining('admin-token'),
    })
  })

  test('every path of the document asks for the token, but those that say they are open', async () => {
    const document = await (await fetch(`${api.url}/openapi.json`)).json()
    const paths = document as { paths: Record<string, Record<string, { security?: unknown[] }>> }
    const open = []
    for (const [route, operations] of Object.entries(paths.paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        const target = `${api.url}${route.replaceAll(/\{\w+\}/g, '1')}`
        const { status } = await fetch(target, { method: method.toUpperCase() })
        if (status !== 401) open.push(route)
        expect(status === 401).toBe(security === undefined)
      }
    }
    const scanned = ['/01/{gtin}', '/01/{gtin}/10/{lot}', '/00/{sscc}', '/414/{gln}']
    expect(open).toEqual([...scanned, '/healthz', '/metrics', '/a/{token}', '/a/{token}'])
  })

  test('what does not exist is not told to who may not ask', async () => {
    expect((await fetch(`${api.url}/api/v2/secrets`)).status).toBe(401)
    expect((await fetch(`${api.url}/api/v1/sites`, { method: 'DELETE' })).status).toBe(401)
  })

  test.each(['/docs', '/docs/static/swagger-ui-bundle.js', '/openapi.json', '/metrics'])(
    '%s is open',
    async (target) => {
      const response = await fetch(`${api.url}${target}`)
      expect(response.status).toBe(200)
      await response.arrayBuffer()
    },
  )

  test('the page to read the API loads nothing from elsewhere', async () => {
    const response = await fetch(`${api.url}/docs/`)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(await response.text()).not.toMatch(/(?:src|href)="https?:/)
  })
})

describe('what is not there', () => {
  test('an unknown path is a 404 that points to the document', async () => {
    const { status, body } = await api.get('/api/v1/nothing')
    expect([status, body['code']]).toEqual([404, 'NOT_FOUND'])
    expect(body['detail']).toContain('/openapi.json')
  })

  test('another method is a 405 that names those that are', async () => {
    const response = await api.ask('/api/v1/sites/a', { method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([
      405,
      'GET, HEAD, PATCH, OPTIONS',
    ])
    expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' })
  })

  test('OPTIONS and HEAD are answered without a body', async () => {
    const options = await api.ask('/api/v1/devices', { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'GET, HEAD, POST, OPTIONS',
    ])
    const head = await api.ask('/api/v1/quantities', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})

describe('bodies that cannot be used', () => {
  const post = async (body: string, type = 'application/json') => {
    const headers = { 'content-type': type }
    const response = await api.ask('/api/v1/devices', { method: 'POST', headers, body })
    return [response.status, ((await response.json()) as { code: string }).code]
  }

  test('too large', async () => {
    expect(await post(JSON.stringify({ id: 'x'.repeat(70_000) }))).toEqual([413, 'BODY_TOO_LARGE'])
  })
  test('not JSON', async () => {
    expect(await post('{"id": ')).toEqual([400, 'INVALID_JSON_BODY'])
    expect(await post('')).toEqual([400, 'REQUEST_INVALID'])
  })
  test('not said to be JSON', async () => {
    expect(await post('id: vat-01', 'text/yaml')).toEqual([415, 'INVALID_MEDIA_TYPE'])
  })
  test('poisoned', async () => {
    expect((await post('{"__proto__": {"admin": true}, "id": "vat-01"}'))[0]).toBe(400)
  })
})

describe('bytes that are no request', () => {
  const say = async (bytes: string) => {
    const { hostname, port } = new URL(api.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(bytes)
    return await text(socket)
  }

  test.each([
    ['nonsense', 'HELLO\r\n\r\n', '400', 'NOT_HTTP'],
    [
      'endless headers',
      `GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      '431',
      'HEADERS_TOO_LARGE',
    ],
    [
      'a bad escape',
      'GET /api/v1/sites/%ff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      '4',
      '',
    ],
  ])('%s is answered with a problem document', async (_what, bytes, status, code) => {
    const answer = await say(bytes)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}`))
    expect(answer).toContain('application/problem+json')
    expect(answer).toContain(code)
  })
})

test('answers are kept by nobody and run by no browser', async () => {
  const { headers } = await api.get('/api/v1/sites')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

describe('the admin token', () => {
  const openFolder = async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nguon-token-'))
    return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
  }

  test('is made once, readable only by its owner, and found again', async () => {
    await using opened = await openFolder()
    const { folder } = opened
    const made = await Promise.all([readAdminToken(folder, ''), readAdminToken(folder, '')])
    expect(made.filter(({ created }) => created).length).toBe(1)
    const [first, second] = made
    expect(first.token).toBe(second.token)
    expect(Buffer.from(first.token, 'base64url').length).toBe(32)
    const file = path.join(folder, 'admin-token')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readFile(file, 'utf8')).trim()).toBe(first.token)
  })

  test('is the one of the environment when that is given, and leaves no file', async () => {
    await using opened = await openFolder()
    const { folder } = opened
    const given = 'given-by-the-environment'
    expect(await readAdminToken(folder, given)).toEqual({ token: given, created: false })
    await expect(stat(path.join(folder, 'admin-token'))).rejects.toThrow('ENOENT')
  })

  test('is refused when it is too short or empty, or when others may read it', async () => {
    await using opened = await openFolder()
    const { folder } = opened
    const file = path.join(folder, 'admin-token')
    const read = () => readAdminToken(folder, '')
    await expect(readAdminToken(folder, 'short')).rejects.toThrow(/NGUON_ADMIN_TOKEN holds 5/)
    await writeFile(file, '\n', { mode: 0o600 })
    await expect(read()).rejects.toThrow(/admin-token is empty/)
    await writeFile(file, 'short\n')
    await expect(read()).rejects.toThrow(/admin-token holds 5/)
    await chmod(file, 0o640)
    await expect(read()).rejects.toThrow(/others may read it \(mode 640\)/)
  })
})
