import { statement, type WriteDb } from '../../cache/db.ts'
import { erasedPeople } from '../../cache/erased/people.ts'
import type {
  AccountRecord,
  ContactRecord,
  EventRecord,
  ObjectRecord,
  Sourced,
  SyncRecord,
} from '../../record/record.ts'
import {
  belongsTo,
  idTaken,
  noteTime,
  ownerIn,
  propertiesOf,
  type Rejection,
  type RowEffect,
  settle,
  type Upserting,
  type UpsertOptions,
} from './batch.ts'
import { recombine, standAlone } from './combine.ts'
import { isTooOld, keptBack, withoutErased } from './erased.ts'
import { whileLearning } from './learned.ts'
import { sumMrr } from './mrr.ts'
import { replaceObjectStays } from './stays.ts'
import { settleTicket, ticketFills } from './ticket.ts'
import { eventKeeper } from './upsert-events.ts'
import * as q from './upsert-sql.ts'
import { keepStay } from './upsert-states.ts'

export interface UpsertReport {
  changed: number
  unchanged: number
  rejected: Rejection[]
  /** Newest time, not after `now`, of the events and objects that fitted. UTC ms. */
  newestAt: number | null
  /** Accounts whose monthly revenue is in several currencies, by their id at the source. */
  mixed: string[]
  /** Accounts that were there before, by their id at the source. */
  known: string[]
}

/**
 * Writes a batch of records of one stream, in the transaction it is called in. Idempotent: a record that is there
 * already, as it is, is not written. The accounts of changed records become `dirty`; facts dated after `now` (UTC ms)
 * make them `due`. A record whose account is unknown, or whose id names a record of another account, is rejected.
 */
export function upsertBatch(
  tx: WriteDb,
  sourceId: number,
  sourceSlug: string,
  stream: string,
  rows: readonly Sourced[],
  now: number,
  options: UpsertOptions = {},
): UpsertReport {
  const batch: Upserting = {
    tx,
    sourceId,
    slug: sourceSlug,
    stream,
    now,
    options,
    erased: erasedPeople(tx, sourceId),
    since: keptBack(tx, now),
    touched: new Set(),
    future: new Map(),
    newestAt: null,
    mixed: new Set(),
    known: [],
    lastOwner: null,
    areNew: true,
  }
  const report: UpsertReport = { changed: 0, unchanged: 0, rejected: [], newestAt: null, mixed: [], known: batch.known }
  keepKinds(batch, rows)
  options.owners?.begin(tx)
  whileLearning(tx, batch, () => keepRows(batch, rows, report))
  // In order, so that neighbours share a page of the table.
  const touched = [...batch.touched].sort((a, b) => a - b)
  if (touched.length > 0) tx.run(statement(q.MARK_DIRTY, [JSON.stringify(touched)]))
  for (const [id, at] of batch.future) tx.run(statement(q.MARK_DUE, [id, at]))
  batch.erased?.noteMet(tx, now)
  report.newestAt = batch.newestAt
  report.mixed = [...batch.mixed]
  return report
}

function keepRows(batch: Upserting, rows: readonly Sourced[], report: UpsertReport): void {
  const effects: RowEffect[] = []
  const tell = (row: number, effect: RowEffect) => {
    effects[row] = effect
  }
  const events = eventKeeper(batch, tell)
  for (const [row, { record: given, by = 0 }] of rows.entries()) {
    const record = withoutGone(batch, given)
    if (record === null) tell(row, 'unchanged')
    else if (record.record === 'event') events.add(row, record)
    else tell(row, upsert(batch, record, batch.options.fills?.[by]))
  }
  events.flush()
  for (const [row, effect] of effects.entries()) {
    if (effect === 'changed') report.changed++
    else if (effect === 'unchanged') report.unchanged++
    else report.rejected.push({ row, ...effect })
  }
}

/** Batches are of one kind mostly, and a kind that is known changes nothing. */
function keepKinds({ tx, sourceId, stream }: Upserting, rows: readonly Sourced[]): void {
  const kinds = new Map<SyncRecord['record'], Set<string>>()
  for (const { record } of rows) {
    let known = kinds.get(record.record)
    if (!known) {
      known = new Set()
      kinds.set(record.record, known)
    }
    known.add('kind' in record ? record.kind : '')
  }
  for (const [record, known] of kinds)
    for (const kind of known) tx.run(statement(q.STREAM_KIND, [sourceId, stream, record, kind]))
}

/** Null where nothing of a record may be kept: it is somebody's who was erased, or older than what is kept. */
function withoutGone(batch: Upserting, given: SyncRecord): SyncRecord | null {
  const record = batch.erased ? withoutErased(batch.erased, batch, given) : given
  return record === null || isTooOld(record, batch.since) ? null : record
}

function upsert(batch: Upserting, record: Exclude<SyncRecord, EventRecord>, fills: q.Fills): RowEffect {
  switch (record.record) {
    case 'object':
      return upsertObject(batch, record, fills)
    case 'contact':
      return upsertContact(batch, record, fills)
    case 'account':
      return upsertAccount(batch, record, fills)
  }
}

function upsertObject(batch: Upserting, given: ObjectRecord, filled: q.Fills): RowEffect {
  const owner = ownerIn(batch, given.account)
  if (typeof owner === 'string') return { column: 'account', reason: owner }
  const { tx, sourceId } = batch
  const { kind, externalId } = given
  const closed = () => tx.get(q.objectClosed(sourceId, kind, externalId))?.closedAt ?? null
  const record = settleTicket(given, closed, batch.now)
  const fills = kind === 'ticket' || record.closedAt !== given.closedAt ? ticketFills(filled) : filled
  const holder = () => tx.get(q.objectOwner(sourceId, kind, externalId))
  if (batch.options.insertOnly && holder() !== undefined) return idTaken(externalId, 'record')
  const { changes } = tx.run(
    statement(q.objectUpsert(fills), {
      account_id: owner.id,
      home_id: owner.home,
      source_id: sourceId,
      kind,
      external_id: externalId,
      state: record.state,
      opened_at: record.openedAt,
      closed_at: record.closedAt,
      due_at: record.dueAt,
      amount_minor: record.amountMinor,
      currency: record.currency,
      lane: record.lane,
      author: record.author ?? null,
      properties: propertiesOf(record),
    }),
  )
  if (changes === 0 && !belongsTo(holder(), owner)) return idTaken(externalId, 'account')
  const { stateSince = null } = record
  // Its states are no columns of its row, so a row that stays as it is may still tell something new.
  const { stays } = record
  const restated = stays
    ? replaceObjectStays(tx, sourceId, kind, externalId, stays)
    : (changes > 0 || stateSince !== null) && keepStay(tx, { sourceId, kind, externalId, stateSince }, batch.now)
  const summed = record.addsToMrr && changes > 0 ? sumMrr(tx, sourceId, owner) : null
  if (summed?.isMixed) batch.mixed.add(given.account.externalId)
  const changed = changes > 0 || restated
  for (const at of [record.openedAt, record.closedAt, stateSince])
    if (at !== null) noteTime(batch, owner.id, at, changed)
  return settle(batch, owner, Number(changed))
}

function upsertContact(batch: Upserting, record: ContactRecord, fills: q.Fills): RowEffect {
  const owner = ownerIn(batch, record.account)
  if (typeof owner === 'string') return { column: 'account', reason: owner }
  const { tx, sourceId } = batch
  const { externalId } = record
  const holder = () => tx.get(q.contactHolder(sourceId, externalId))
  if (batch.options.insertOnly && holder() !== undefined) return idTaken(externalId, 'record')
  const { changes } = tx.run(
    statement(q.contactUpsert(fills), {
      account_id: owner.id,
      home_id: owner.home,
      source_id: sourceId,
      external_id: externalId,
      name: record.name,
      email: record.email,
      time_zone: record.timeZone,
      locale: record.locale,
      consent: record.consent === null ? null : Number(record.consent),
      properties: propertiesOf(record),
    }),
  )
  if (changes === 0 && !belongsTo(holder(), owner)) return idTaken(externalId, 'account')
  return settle(batch, owner, changes)
}

function upsertAccount(batch: Upserting, record: AccountRecord, fills: q.Fills): RowEffect {
  const { tx, sourceId, slug, now, options } = batch
  const known = tx.get(q.keyedAccount(sourceId, record.externalId))
  if (known !== undefined && options.insertOnly) return idTaken(record.externalId, 'record')
  const values = {
    name: record.name,
    plan: record.plan,
    country: record.country,
    time_zone: record.timeZone,
    owner: record.owner,
    signed_up_at: record.signedUpAt,
    renews_at: record.renewsAt,
    churned_at: record.churnedAt,
    mrr_minor: record.mrrMinor,
    currency: record.currency,
    domain: record.domain ?? null,
    email: record.email ?? null,
    external_ref: record.externalRef ?? null,
    properties: propertiesOf(record),
    updated_at: now,
  }
  if (known !== undefined) {
    batch.known.push(record.externalId)
    const owner = { id: known.account_id, home: known.home_id }
    const update = () => tx.run(statement(q.accountUpdate(fills), { ...values, id: owner.home ?? owner.id }))
    return settle(batch, owner, known.leads ? updateMerged(tx, owner.id, update) : update().changes)
  }
  const uid = `${slug}:${record.externalId}`
  const { lastId } = tx.run(statement(q.ACCOUNT_INSERT, { ...values, uid }))
  tx.run(statement(q.KEY_INSERT, [sourceId, record.externalId, lastId]))
  const owner = { id: lastId, home: null }
  options.owners?.put(record.externalId, owner)
  return settle(batch, owner, 1)
}

/** Each keeps the row that its source gives; what stands for all of them is put together again. */
function updateMerged(tx: WriteDb, leader: number, update: () => { changes: number }): number {
  standAlone(tx, leader)
  const { changes } = update()
  recombine(tx, leader)
  return changes
}
