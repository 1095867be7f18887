import { query, statement, type WriteDb } from '../../cache/db.ts'
import type { OwnerRef, SyncRecord } from '../../record/record.ts'
import { sumMrr } from './mrr.ts'
import { accountByKey, contactHolder, eventHolder, type Holder, MARK_DIRTY, objectOwner } from './upsert-sql.ts'

type Owned = Exclude<SyncRecord, { record: 'account' }>

/** The account that a reference names, as it stands and as it is its own; undefined while it is not known. */
export function holderOf(tx: WriteDb, sourceId: number, ref: OwnerRef): Holder | undefined {
  switch (ref.by) {
    case 'id':
      return tx.get(accountByKey(sourceId, ref.externalId))
    case 'object':
      return tx.get(objectOwner(sourceId, ref.kind, ref.externalId))
    case 'contact':
      return tx.get(contactHolder(sourceId, ref.externalId))
  }
}

const SET = 'SET account_id = ?, home_id = ? WHERE id = ?'
const idOf = (table: string, where: string, params: (string | number)[]) =>
  query<{ id: number }>(`SELECT id FROM ${table} WHERE source_id = ? AND external_id = ? AND ${where}`, params)

/**
 * Gives a record to the account that its source now names: people change companies, tickets are filed again. Both accounts
 * become dirty. False where the record or its new account is not known.
 */
export function moveRecord(tx: WriteDb, sourceId: number, stream: string, record: Owned): boolean {
  const { externalId } = record
  const to = holderOf(tx, sourceId, record.account)
  if (!to) return false
  const place = (() => {
    switch (record.record) {
      case 'contact':
        return { from: contactHolder(sourceId, externalId), row: idOf('contact', 'true', [sourceId, externalId]) }
      case 'event':
        return {
          from: eventHolder(sourceId, stream, externalId),
          row: idOf('event', 'stream = ?', [sourceId, externalId, stream]),
        }
      case 'object':
        return {
          from: objectOwner(sourceId, record.kind, externalId),
          row: idOf('object', 'kind = ?', [sourceId, externalId, record.kind]),
        }
    }
  })()
  const from = tx.get(place.from)
  const row = tx.get(place.row)
  if (!from || !row) return false
  tx.run(statement(`UPDATE ${record.record} ${SET}`, [to.account_id, to.home_id, row.id]))
  tx.run(statement(MARK_DIRTY, [JSON.stringify([from.account_id, to.account_id])]))
  // Its row may be the same as before, so nothing after this would bring either revenue up to date.
  if (record.record === 'object' && record.addsToMrr)
    for (const { account_id, home_id } of [from, to]) sumMrr(tx, sourceId, { id: account_id, home: home_id })
  return true
}
