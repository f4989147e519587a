import { keepEvent } from '#trace/events/keep-event.ts'

import type { Api } from './api-fixture.ts'
import { OPERATION } from './code-fixture.ts'

const STIRRED = {
  type: 'ObjectEvent',
  eventTime: '1970-01-01T07:00:00+07:00',
  eventTimeZoneOffset: '+07:00',
  action: 'OBSERVE',
  bizStep: 'other',
  quantityList: [{ epcClass: 'urn:uuid:7f0f9b8e-2a1d-4a66-9d0c-0f3f4a5b6c7d' }],
}

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
  const file = { name: 'nguon.csv', mediaType: 'text/csv', bytes: 6, recordedAt: 0 }
  const hash = await api.attachments.keep(Buffer.from('Nguồn'))
  const recall = {
    id: '5f7c1f0e-54ab-4c57-9c1e-0c2f8e1b7a22',
    item: 'chuop-07-2026',
    isDrill: true,
    reason: 'diễn tập quý IV',
    recordedAt: 0,
    recordedBy: 'Lan',
    milliseconds: 11,
    items: [],
    foreign: [],
    dispatches: [],
    contacts: [],
  }
  const facts = { lot: null, name: null, madeAt: 0, expiresAt: null, recipe: [], published: false }
  const id = 'chuop-07-2026'
  await api.trace.change(async (change) => {
    await change.addAttachment({ hash, ...file }, by)
    await change.addRecord({ kind: 'recall', id: recall.id, body: JSON.stringify(recall) }, by)
    const uri = 'urn:uuid:7f0f9b8e-2a1d-4a66-9d0c-0f3f4a5b6c7d'
    await change.addBatch({ id, uri, product: 'ca-com', ...facts }, by)
    const event = await keepEvent(change, STIRRED, by)
    await change.addOperation(
      {
        ...OPERATION,
        id: '0b54d0c8-4f6e-4c07-9a53-3b8c4f8f6a11',
        kind: 'stirring',
        at: 0,
        recordedAt: 0,
        items: [{ item: id, role: 'subject', amount: null }],
        event,
      },
      by,
    )
  })
}
