import { statement, type WriteDb } from '../../cache/db.ts'
import { type ErasedPeople, erasedPeople } from '../../cache/erased/people.ts'
import type {
  AccountRecord,
  ContactRecord,
  EventRecord,
  ObjectRecord,
  OwnerRef,
  Sourced,
  SyncRecord,
} from '../../record/record.ts'
import { recombine, standAlone } from './combine.ts'
import { isTooOld, keptBack, withoutErased } from './erased.ts'
import { whileLearning } from './learned.ts'
import { holderOf } from './move-record.ts'
import { type Owner, sumMrr } from './mrr.ts'
import { replaceObjectStays } from './stays.ts'
import { settleTicket, ticketFills } from './ticket.ts'
import * as q from './upsert-sql.ts'
import { keepStay } from './upsert-states.ts'

/** Why a record was not kept. `row` is its place in the batch, `column` the field of the record that is at fault. */
export interface Rejection {
  row: number
  column: 'account' | 'id'
  reason: string
}

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

export interface UpsertOptions {
  /** The fields that each mapping of the stream fills, in its words; the others keep what they have. Absent: all. */
  fills?: readonly ReadonlySet<string>[]
  /** Refuse ids that are taken: for rows out of quarantine, which are older than what has come since. */
  insertOnly?: boolean
  /** Accounts by external id that this pass has met; filled and used while the pass lasts. */
  owners?: Map<string, Owner>
}

/** Owners that a pass remembers, so that a warehouse's worth of accounts does not fill the memory. */
const MOST_OWNERS = 200_000

interface Batch {
  tx: WriteDb
  sourceId: number
  slug: string
  stream: string
  now: number
  options: UpsertOptions
  /** Null where nobody was ever erased. */
  erased: ErasedPeople | null
  /** What is older is not kept, UTC ms. */
  since: { events: number; records: number }
  touched: Set<number>
  /** Account → the first moment after `now` at which one of its facts comes true. */
  future: Map<number, number>
  newestAt: number | null
  mixed: Set<string>
  known: string[]
  /** Rows of one account often stand together; the last look-up is worth keeping, within the batch. */
  lastOwner: { ref: OwnerRef; owner: Owner } | null
  /** Whether the next event is likely not to be there yet. New events come together, and so do known ones. */
  areNew: boolean
}

/** An account, or the words why there is none. */
type Found = Owner | string

/** What a row did to the cache, or why it was refused. */
type Effect = 'changed' | 'unchanged' | Omit<Rejection, 'row'>

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
  const batch: Batch = {
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
  whileLearning(tx, batch, () => {
    for (let row = 0; row < rows.length; row++) {
      const sourced = rows[row]
      if (!sourced) continue
      const effect = upsert(batch, sourced)
      if (effect === 'changed') report.changed++
      else if (effect === 'unchanged') report.unchanged++
      else report.rejected.push({ row, ...effect })
    }
  })
  // In order, so that neighbours share a page of the table.
  const touched = [...batch.touched].sort((a, b) => a - b)
  if (touched.length > 0) tx.run(statement(q.MARK_DIRTY, [JSON.stringify(touched)]))
  for (const [id, at] of batch.future) tx.run(statement(q.MARK_DUE, [id, at]))
  batch.erased?.noteMet(tx, now)
  report.newestAt = batch.newestAt
  report.mixed = [...batch.mixed]
  return report
}

/** Batches are of one kind mostly, and a kind that is known changes nothing. */
function keepKinds({ tx, sourceId, stream }: Batch, rows: readonly Sourced[]): void {
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

function upsert(batch: Batch, { record: given, by = 0 }: Sourced): Effect {
  const record = batch.erased ? withoutErased(batch.erased, batch, given) : given
  if (record === null || isTooOld(record, batch.since)) return 'unchanged'
  const fills = batch.options.fills?.[by]
  switch (record.record) {
    case 'event':
      return upsertEvent(batch, record)
    case 'object':
      return upsertObject(batch, record, fills)
    case 'contact':
      return upsertContact(batch, record, fills)
    case 'account':
      return upsertAccount(batch, record, fills)
  }
}

function upsertEvent(batch: Batch, record: EventRecord): Effect {
  const owner = findOwner(batch, record.account)
  if (typeof owner === 'string') return { column: 'account', reason: owner }
  const { tx, sourceId, stream } = batch
  const { externalId, kind, at, value } = record
  const holder = () => tx.get(q.eventHolder(sourceId, stream, externalId))
  if (batch.options.insertOnly && holder() !== undefined) return taken(externalId, 'record')
  const row = [owner.id, owner.home, sourceId, stream, externalId, kind, at, value, propertiesOf(record)]
  const isNew = batch.areNew && tx.run(statement(q.EVENT_NEW, row)).changes > 0
  const changes = isNew ? 1 : tx.run(statement(q.EVENT, row)).changes
  batch.areNew = isNew || (!batch.areNew && changes > 0)
  if (changes === 0 && !belongsTo(holder(), owner)) return taken(externalId, 'account')
  noteTime(batch, owner.id, at, changes > 0)
  return settle(batch, owner, changes)
}

function upsertObject(batch: Batch, given: ObjectRecord, filled: q.Fills): Effect {
  const owner = findOwner(batch, given.account)
  if (typeof owner === 'string') return { column: 'account', reason: owner }
  const { tx, sourceId } = batch
  const { kind, externalId } = given
  const closed = () => tx.get(q.objectClosed(sourceId, kind, externalId))?.closedAt ?? null
  const record = settleTicket(given, closed, batch.now)
  const fills = kind === 'ticket' || record.closedAt !== given.closedAt ? ticketFills(filled) : filled
  const holder = () => tx.get(q.objectOwner(sourceId, kind, externalId))
  if (batch.options.insertOnly && holder() !== undefined) return taken(externalId, 'record')
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
  if (changes === 0 && !belongsTo(holder(), owner)) return taken(externalId, 'account')
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

function upsertContact(batch: Batch, record: ContactRecord, fills: q.Fills): Effect {
  const owner = findOwner(batch, record.account)
  if (typeof owner === 'string') return { column: 'account', reason: owner }
  const { tx, sourceId } = batch
  const { externalId } = record
  const holder = () => tx.get(q.contactHolder(sourceId, externalId))
  if (batch.options.insertOnly && holder() !== undefined) return taken(externalId, 'record')
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
  if (changes === 0 && !belongsTo(holder(), owner)) return taken(externalId, 'account')
  return settle(batch, owner, changes)
}

function upsertAccount(batch: Batch, record: AccountRecord, fills: q.Fills): Effect {
  const { tx, sourceId, slug, now, options } = batch
  const known = tx.get(q.keyedAccount(sourceId, record.externalId))
  if (known !== undefined && options.insertOnly) return taken(record.externalId, 'record')
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
  return settle(batch, { id: lastId, home: null }, 1)
}

/** Each keeps the row that its source gives; what stands for all of them is put together again. */
function updateMerged(tx: WriteDb, leader: number, update: () => { changes: number }): number {
  standAlone(tx, leader)
  const { changes } = update()
  recombine(tx, leader)
  return changes
}

const belongsTo = (holder: q.Holder | undefined, owner: Owner): boolean =>
  holder !== undefined && holder.account_id === owner.id && holder.home_id === owner.home

function findOwner(batch: Batch, ref: OwnerRef): Found {
  const last = batch.lastOwner
  if (last && last.ref.externalId === ref.externalId && last.ref.by === ref.by && kindOf(last.ref) === kindOf(ref))
    return last.owner
  const owner = ref.by === 'id' ? accountOf(batch, ref.externalId) : ownerOf(holderOf(batch.tx, batch.sourceId, ref))
  if (owner !== undefined) {
    batch.lastOwner = { ref, owner }
    return owner
  }
  return ref.by === 'id'
    ? `No account “${ref.externalId}” is known.`
    : `No ${kindOf(ref) || ref.by} “${ref.externalId}” is known, which would tell the account.`
}

function accountOf({ tx, sourceId, options }: Batch, externalId: string): Owner | undefined {
  const { owners } = options
  const known = owners?.get(externalId)
  if (known !== undefined) return known
  const owner = ownerOf(tx.get(q.accountByKey(sourceId, externalId)))
  if (owner !== undefined && owners && owners.size < MOST_OWNERS) owners.set(externalId, owner)
  return owner
}

const ownerOf = (holder: q.Holder | undefined): Owner | undefined =>
  holder && { id: holder.account_id, home: holder.home_id }

const kindOf = (ref: OwnerRef): string => (ref.by === 'object' ? ref.kind : '')

const propertiesOf = ({ properties, propertiesJson }: Sourced['record']): string =>
  propertiesJson ?? JSON.stringify(properties)

const taken = (id: string, other: 'record' | 'account'): Effect => ({
  column: 'id',
  reason: `The id “${id}” already names ${other === 'record' ? 'another record' : 'a record of another account'}.`,
})

function settle(batch: Batch, { id, home }: Owner, changes: number): Effect {
  if (changes === 0) return 'unchanged'
  batch.touched.add(id)
  // Its own account may be recognised by something else now.
  if (home !== null) batch.touched.add(home)
  return 'changed'
}

/** A fact of the future is kept but not believed yet: the account is looked at again when its time has come. */
function noteTime(batch: Batch, account: number, at: number, changed: boolean): void {
  if (at <= batch.now) {
    if (batch.newestAt === null || at > batch.newestAt) batch.newestAt = at
  } else if (changed) {
    const known = batch.future.get(account)
    if (known === undefined || at < known) batch.future.set(account, at)
  }
}
