import type { DeclaredOutage, OutageState, Sureness } from '../../shared/desk/outage.ts'
import { SERVICE_OUTAGE } from '../../shared/desk/outage.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import type { Uid } from '../cache/uid.ts'

/** An outage as it is stored. */
export interface OutageRow {
  id: number
  uid: Uid<'outage'>
  dimension: string
  component: string
  state: OutageState
  sure: string
  began_at: number
  declared_at: number
  declared_by: string
  over_at: number | null
  closed_at: number | null
  /** The state that its accounts have been brought to, and up to which account they are being brought to another. */
  marked_as: OutageState | null
  marked_upto: number
  version: number
}

export const outageByUid = (uid: string) => query<OutageRow>('SELECT * FROM outage WHERE uid = ?', [uid])
export const outageById = (id: number) => query<OutageRow>('SELECT * FROM outage WHERE id = ?', [id])
export const openOutageOf = (dimension: string, component: string) =>
  query<OutageRow>("SELECT * FROM outage WHERE dimension = ? AND component = ? AND state <> 'closed'", [
    dimension,
    component,
  ])

/** Outages whose accounts are not all marked yet, oldest first. */
export const unmarkedOutages = query<OutageRow>('SELECT * FROM outage WHERE marked_as IS NOT state ORDER BY id')

/** Remembers how far the accounts of an outage have been marked. */
export const markedUpto = (tx: WriteDb, { id }: Pick<OutageRow, 'id'>, upto: number) =>
  tx.run(statement('UPDATE outage SET marked_upto = ? WHERE id = ?', [upto, id]))

/** All accounts of an outage are marked, unless it has changed meanwhile. */
export const markedAs = (tx: WriteDb, { id, state, version }: OutageRow) =>
  tx.run(
    statement('UPDATE outage SET marked_as = ?, marked_upto = 0 WHERE id = ? AND state = ? AND version = ?', [
      state,
      id,
      state,
      version,
    ]),
  )

/** Objects of an outage are named after it, and after their account. */
export const markName = ({ uid }: Pick<OutageRow, 'uid'>, account: string): string => `${uid}/${account}`

const OF_OUTAGE = `source s CROSS JOIN object o ON o.source_id = s.id AND o.kind = '${SERVICE_OUTAGE}'
  AND o.external_id >= $uid || '/' AND o.external_id < $uid || '0'`

/** An account of an outage: its mark, with what it was decided on. */
export interface MarkRow {
  objectId: number
  accountId: number
  accountName: string
  sourceId: number
  slug: string
  externalId: string
  state: OutageState
  sure: Sureness
  seenAt: number | null
  mrr: number | null
  currency: string | null
}

/** Marks of an outage by their ids, a page after one. */
export const marksOf = ({ uid }: Pick<OutageRow, 'uid'>, after: number, limit: number) =>
  query<MarkRow>(
    `SELECT o.id AS objectId, o.account_id AS accountId, a.name AS accountName, s.id AS sourceId, s.slug,
       o.external_id AS externalId, o.state, json_extract(o.properties, '$.sure') AS sure,
       json_extract(o.properties, '$.seen_at') AS seenAt, a.mrr_minor AS mrr, a.currency
     FROM ${OF_OUTAGE} CROSS JOIN account a ON a.id = o.account_id
     WHERE o.id > $after ORDER BY o.id LIMIT $limit`,
    { uid, after, limit },
  )

const countOf = (uid: string) =>
  query<{ n: number }>(`SELECT count(DISTINCT o.account_id) AS n FROM ${OF_OUTAGE}`, { uid })

/** Where each of some accounts is known first. `accounts`: a JSON list. */
export const firstKeys = (accounts: string) =>
  query<{ accountId: number; sourceId: number; slug: string; externalId: string }>(
    `SELECT y.account_id AS accountId, y.source_id AS sourceId, s.slug, y.external_id AS externalId
     FROM json_each(?) k CROSS JOIN account_key y ON y.account_id = k.value
       CROSS JOIN source s ON s.id = y.source_id ORDER BY y.source_id DESC, y.external_id DESC`,
    [accounts],
  )

const listed = query<OutageRow>("SELECT * FROM outage ORDER BY state = 'closed', declared_at DESC, id DESC LIMIT 100")

/** An outage for a person. */
export const outageView = (db: ReadDb, row: OutageRow): DeclaredOutage => ({
  id: row.id,
  dimension: row.dimension,
  component: row.component,
  state: row.state,
  sure: JSON.parse(row.sure) as Sureness[],
  beganAt: row.began_at,
  declaredAt: row.declared_at,
  declaredBy: row.declared_by,
  overAt: row.over_at,
  closedAt: row.closed_at,
  ready: row.marked_as === row.state,
  accounts: db.get(countOf(row.uid))?.n ?? 0,
})

/** Outages that go on first, then the newest. */
export const listOutages = (db: ReadDb): DeclaredOutage[] => db.all(listed).map(row => outageView(db, row))
