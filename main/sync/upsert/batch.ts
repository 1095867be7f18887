import type { WriteDb } from '../../cache/db.ts'
import type { ErasedPeople } from '../../cache/erased/people.ts'
import type { OwnerRef, Sourced } from '../../record/record.ts'
import { holderOf } from './move-record.ts'
import type { Owner } from './mrr.ts'
import * as q from './upsert-sql.ts'

/** Why a record was not kept. `row` is its place in the batch, `column` the field of the record that is at fault. */
export interface Rejection {
  row: number
  column: 'account' | 'id'
  reason: string
}

export interface UpsertOptions {
  /** The fields that each mapping of the stream fills, in its words; the others keep what they have. Absent: all. */
  fills?: readonly ReadonlySet<string>[]
  /** Refuse ids that are taken: for rows out of quarantine, which are older than what has come since. */
  insertOnly?: boolean
  /** Filled and used while a pass lasts. */
  owners?: KnownOwners
}

/**
 * Accounts by the ids that a source gives them, so that a pass looks each up once. What anybody else does to the ids in
 * between begins them again: a person merges two accounts, one is gone, or a transaction does not come to be.
 */
export class KnownOwners {
  readonly #owners = new Map<string, Owner>()
  /** How often ids had been changed when the owners were true. */
  #trueAt = -1

  /** Their number is bounded, so that a warehouse's worth of accounts does not fill the memory. */
  static readonly MOST = 200_000

  /** To be called before each batch. */
  begin(tx: WriteDb): void {
    const written = tx.written('account_key')
    if (written !== this.#trueAt) this.#owners.clear()
    this.#trueAt = written
  }

  get(externalId: string): Owner | undefined {
    return this.#owners.get(externalId)
  }

  /** Remembers one that was looked up. */
  keep(externalId: string, owner: Owner): void {
    if (this.#owners.size < KnownOwners.MOST) this.#owners.set(externalId, owner)
  }

  /** Remembers one whose id was just put. */
  put(externalId: string, owner: Owner): void {
    this.#trueAt++
    this.keep(externalId, owner)
  }
}

export interface Upserting {
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
export type RowEffect = 'changed' | 'unchanged' | Omit<Rejection, 'row'>

export const belongsTo = (holder: q.Holder | undefined, owner: Owner): boolean =>
  holder !== undefined && holder.account_id === owner.id && holder.home_id === owner.home

export function ownerIn(batch: Upserting, ref: OwnerRef): Found {
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

function accountOf({ tx, sourceId, options }: Upserting, externalId: string): Owner | undefined {
  const { owners } = options
  const known = owners?.get(externalId)
  if (known !== undefined) return known
  const owner = ownerOf(tx.get(q.accountByKey(sourceId, externalId)))
  if (owner !== undefined) owners?.keep(externalId, owner)
  return owner
}

const ownerOf = (holder: q.Holder | undefined): Owner | undefined =>
  holder && { id: holder.account_id, home: holder.home_id }

const kindOf = (ref: OwnerRef): string => (ref.by === 'object' ? ref.kind : '')

export const propertiesOf = ({ properties, propertiesJson }: Sourced['record']): string =>
  propertiesJson ?? JSON.stringify(properties)

export const idTaken = (id: string, other: 'record' | 'account'): RowEffect => ({
  column: 'id',
  reason: `The id “${id}” already names ${other === 'record' ? 'another record' : 'a record of another account'}.`,
})

export function settle(batch: Upserting, { id, home }: Owner, changes: number): RowEffect {
  if (changes === 0) return 'unchanged'
  batch.touched.add(id)
  // Its own account may be recognised by something else now.
  if (home !== null) batch.touched.add(home)
  return 'changed'
}

/** A fact of the future is kept but not believed yet: the account is looked at again when its time has come. */
export function noteTime(batch: Upserting, account: number, at: number, changed: boolean): void {
  if (at <= batch.now) {
    if (batch.newestAt === null || at > batch.newestAt) batch.newestAt = at
  } else if (changed) {
    const known = batch.future.get(account)
    if (known === undefined || at < known) batch.future.set(account, at)
  }
}
