import { RequestProblem } from './problem.ts'
import type { App } from './server.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

interface Resource {
  readonly methods: Set<string>
  open: boolean
}

/** The methods of each url that is registered after this. */
export function collectMethods(app: App): Map<string, Resource> {
  const resources = new Map<string, Resource>()
  app.addHook('onRoute', ({ url, method, config }) => {
    // The files of the page to read the API are not part of it.
    if (url.startsWith('/docs')) return
    const resource = resources.get(url) ?? { methods: new Set(), open: config?.open === true }
    for (const one of [method].flat()) resource.methods.add(one)
    resources.set(url, resource)
  })
  return resources
}

/** OPTIONS says what a url supports; any other method that it does not is a 405 that says so (RFC 9110 §15.5.6). */
export function answerOtherMethods(app: App, resources: ReadonlyMap<string, Resource>): void {
  for (const [url, { methods, open }] of resources) {
    const allow = [...methods, 'OPTIONS'].join(', ')
    const others = METHODS.filter((method) => method !== 'OPTIONS' && !methods.has(method))
    const [schema, config] = [{ hide: true }, { open }]
    app.options(url, { schema, config }, async (_request, reply) =>
      reply.code(204).header('allow', allow).send(),
    )
    app.route({
      url,
      method: others,
      schema,
      config,
      handler: async ({ method }, reply) => {
        reply.header('allow', allow)
        const detail = {
          vi: `Đã nhận ${method}; ở đây chỉ dùng được ${allow}.`,
          en: `${method} was received; accepted here are ${allow}.`,
        }
        throw new RequestProblem('method-not-allowed', 'METHOD_NOT_ALLOWED', detail)
      },
    })
  }
}
