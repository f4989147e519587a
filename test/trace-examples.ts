import type { Api } from './api-fixture.ts'

/** What the examples of the document name: parties, products, a batch and an operation. */
export async function addTrace(api: Api): Promise<void> {
  const name = { vi: 'Tên', en: 'Name' }
  const masters = {
    'parties/phu-khuong': { name, roles: ['producer'] },
    'parties/tau-ht-90123': { name, roles: ['supplier'] },
    'products/ca-com': { class: 'raw-material', name },
    'products/nuoc-mam-500': { class: 'finished', name },
  }
  for (const [path, master] of Object.entries(masters)) {
    await api.send('PUT', `/api/v1/${path}`, { recordedBy: 'Lan', ...master })
  }
  const by = { at: 0, by: 'Lan' }
  const facts = { lot: null, name: null, madeAt: 0, expiresAt: null, recipe: [], published: false }
  const id = 'chuop-07-2026'
  await api.trace.change(async (change) => {
    const uri = 'urn:uuid:7f0f9b8e-2a1d-4a66-9d0c-0f3f4a5b6c7d'
    await change.addBatch({ id, uri, product: 'ca-com', ...facts }, by)
    await change.addOperation(
      {
        id: '0b54d0c8-4f6e-4c07-9a53-3b8c4f8f6a11',
        kind: 'stirring',
        at: 0,
        until: null,
        recordedAt: 0,
        recordedBy: 'Lan',
        person: null,
        place: null,
        from: null,
        to: null,
        items: [{ item: id, role: 'subject', amount: null }],
        details: {},
        note: null,
        attachments: [],
        overrides: {},
        corrects: null,
        correctedBy: null,
        event: 'urn:uuid:1c9f0b1e-2a1d-4a66-9d0c-0f3f4a5b6c7d',
      },
      by,
    )
  })
}
