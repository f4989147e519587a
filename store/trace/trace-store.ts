import { findAttachment, insertAttachment } from './attachments.ts'
import {
  findBatch,
  findItems,
  findUnit,
  insertBatch,
  insertUnit,
  listBatches,
  updateBatch,
} from './batches.ts'
import type { TraceChange, TraceReads, TraceStore } from './contract.ts'
import { createEventChanges, createEventReads } from './events.ts'
import { listLinks } from './links.ts'
import { createMasters, putMaster } from './masters.ts'
import {
  findOperation,
  findOperationsOf,
  insertOperation,
  listOperations,
  voidOperation,
} from './operations.ts'
import { appendRecord, findRecord, listRecords } from './records.ts'
import { listSampled } from './samples.ts'
import { createScans } from './scans.ts'
import type { Change, Database } from './schema.ts'
import {
  beginHold,
  beginStay,
  endHolds,
  endStay,
  listHolds,
  listHoldsInForce,
  listStays,
} from './spans.ts'
import { listDispatches, listStandings } from './standings.ts'
import { listContents, sumDrawn, sumItems } from './sums.ts'

/** The trace store over an open, migrated database of any engine; closing it closes the database. */
export function createTraceStore(db: Database): TraceStore {
  return {
    ...createReads(db),
    scans: createScans(db),
    change: (work) => db.transaction().execute((tx) => work(createChange(tx))),
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

function createReads(db: Database): TraceReads {
  return {
    ...createEventReads(db),
    parties: createMasters(db, 'party'),
    products: createMasters(db, 'product'),
    batch: (id) => findBatch(db, id),
    batches: (query) => listBatches(db, query),
    unit: (sscc) => findUnit(db, sscc),
    itemsOf: (uris) => findItems(db, uris),
    operation: (id) => findOperation(db, id),
    operations: (query) => listOperations(db, query),
    operationsOf: (events) => findOperationsOf(db, events),
    sums: (item) => sumItems(db, [item]),
    standings: (items) => listStandings(db, items),
    dispatches: (items) => listDispatches(db, items),
    stays: (query) => listStays(db, query),
    sampledAt: () => listSampled(db),
    holds: (item) => listHolds(db, item),
    holdsInForce: () => listHoldsInForce(db),
    litresDrawn: (vat) => sumDrawn(db, vat),
    contents: (sscc) => listContents(db, sscc),
    links: (nodes, way) => listLinks(db, nodes, way),
    records: (query) => listRecords(db, query),
    record: (kind, id) => findRecord(db, kind, id),
    attachment: (hash) => findAttachment(db, hash),
  }
}

function createChange(tx: Change): TraceChange {
  return {
    ...createReads(tx),
    ...createEventChanges(tx),
    putParty: (party, by) => putMaster(tx, { table: 'party', master: party, key: party.gln }, by),
    putProduct: (product, by) =>
      putMaster(tx, { table: 'product', master: product, key: product.gtin }, by),
    addBatch: (batch, by) => insertBatch(tx, batch, by),
    putBatch: (batch, by) => updateBatch(tx, batch, by),
    addUnit: (unit, by) => insertUnit(tx, unit, by),
    addOperation: (operation, by) => insertOperation(tx, operation, by),
    voidOperation: (id, correctedBy) => voidOperation(tx, id, correctedBy),
    beginStay: (stay) => beginStay(tx, stay),
    endStay: (item, until, endedBy) => endStay(tx, { item, until, endedBy }),
    hold: (hold) => beginHold(tx, hold),
    release: (held, end) => endHolds(tx, { ...held, ...end }),
    addRecord: (record, by) => appendRecord(tx, record, by),
    addAttachment: (attachment, by) => insertAttachment(tx, attachment, by),
  }
}
