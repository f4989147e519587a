import type { ApiOptions } from '../options.ts'
import { RequestProblem } from '../problem.ts'
import type { App } from '../server.ts'
import { registerMasters } from '../trace/master-routes.ts'
import { productFields, productView, toProduct, viewProduct } from '../trace/product-shape.ts'

/** What batches are of. */
export function registerProducts(app: App, { trace, timezone }: ApiOptions): void {
  registerMasters(app, {
    path: 'products',
    one: 'product',
    example: [
      'nuoc-mam-500',
      { class: 'finished', name: { vi: 'Nước mắm 500 mL', en: 'Fish sauce 500 mL' } },
    ],
    fields: productFields,
    view: productView,
    trace,
    masters: trace.products,
    timezone,
    toMaster: toProduct,
    toView: viewProduct,
    put: async (change, product, by) => {
      const { producer } = product
      if (producer !== null && (await change.parties.get(producer)) === undefined) {
        const detail = {
          vi: `Trường 'producer' là "${producer}"; không có bên nào như vậy. Hãy ghi trước: PUT /api/v1/parties/${producer}.`,
          en: `Field 'producer' is "${producer}"; there is no such party. Write it first: PUT /api/v1/parties/${producer}.`,
        }
        throw new RequestProblem('bad-request', 'PARTY_UNKNOWN', detail)
      }
      return await change.putProduct(product, { at: Date.now(), by })
    },
  })
}
