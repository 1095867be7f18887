import type { IdentityRule } from '../../../shared/identity.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { ownRow } from '../upsert/combine.ts'
import type { Identity, Known, Said } from './rules.ts'
import { addressOf, domainOf, isFreeMail } from './words.ts'

/** What more accounts than this share identifies nobody: an agency's domain, a placeholder address. */
const COMMON = 20

interface KeyRow {
  source: number
  externalId: string
}
const keysOf = (id: number, leader: number) =>
  query<KeyRow>(
    `SELECT source_id AS source, external_id AS externalId FROM account_key
     WHERE account_id = ? AND coalesce(home_id, account_id) = ? ORDER BY source_id, external_id`,
    [leader, id],
  )
const addressesOf = (id: number, leader: number) =>
  query<{ email: string }>(
    `SELECT DISTINCT email FROM contact
     WHERE account_id = ? AND coalesce(home_id, account_id) = ? AND email IS NOT NULL`,
    [leader, id],
  )
const leaderOf = (id: number) =>
  query<{ leader: number; uid: string }>('SELECT coalesce(merged_into, id) AS leader, uid FROM account WHERE id = ?', [
    id,
  ])

/** What an account is known by: what its own source says of it, and what its own contacts have in common with others. */
function identitiesOf(db: ReadDb, id: number, leader: number): Identity[] {
  const found = new Map<string, Identity>()
  const add = (kind: Identity['kind'], value: string | null, verified: boolean) => {
    if (value === null || (kind === 'domain' && isFreeMail(value))) return
    const key = `${kind}\n${value}`
    if (verified || !found.has(key)) found.set(key, { kind, value, verified })
  }
  const own = ownRow(db, id)
  for (const { externalId } of db.all(keysOf(id, leader))) add('external', externalId, false)
  add('external', own?.external_ref == null ? null : String(own.external_ref), true)
  add('domain', domainOf(own?.domain == null ? null : String(own.domain)), true)
  const address = addressOf(own?.email == null ? null : String(own.email))
  add('email', address, true)
  add('domain', domainOf(address), false)
  for (const { email } of db.all(addressesOf(id, leader))) {
    add('email', addressOf(email), false)
    add('domain', domainOf(addressOf(email)), false)
  }
  return [...found.values()]
}

interface IdentityRow {
  kind: Identity['kind']
  value: string
  verified: number
}
const kept = (id: number) =>
  query<IdentityRow>('SELECT kind, value, verified FROM identity WHERE account_id = ? ORDER BY kind, value', [id])

/** Writes down what an account is known by, as its records say now. Answers the values it was known by before or is now. */
export function rememberIdentities(tx: WriteDb, id: number): void {
  const account = tx.get(leaderOf(id))
  if (!account) return
  const source = tx.get(keysOf(id, account.leader))?.source ?? 0
  const now = identitiesOf(tx, id, account.leader)
  const before = tx.all(kept(id))
  const text = (rows: readonly { kind: string; value: string; verified: number | boolean }[]) =>
    rows.map(({ kind, value, verified }) => `${kind} ${value} ${Number(verified)}`).sort()
  if (text(now).join('\n') === text(before).join('\n')) return
  tx.run(statement('DELETE FROM identity WHERE account_id = ?', [id]))
  for (const { kind, value, verified } of now)
    tx.run(
      statement('INSERT INTO identity (kind, value, account_id, source_id, verified) VALUES (?, ?, ?, ?, ?)', [
        kind,
        value,
        id,
        source,
        Number(verified),
      ]),
    )
}

/** An account as its own source knows it. Values that too many share are left out. */
export function knownAccount(db: ReadDb, id: number): Known | null {
  const account = db.get(leaderOf(id))
  const own = ownRow(db, id)
  if (!account || !own) return null
  const identities = db
    .all(kept(id))
    .filter(({ kind, value }) => db.all(holdersOf(kind, value)).length <= COMMON)
    .map(({ kind, value, verified }) => ({ kind, value, verified: verified === 1 }))
  const source = db.get(keysOf(id, account.leader))?.source ?? 0
  return { id, uid: account.uid, source, name: String(own.name), identities }
}

/** Everybody known by a value, at most one more than counts. */
export const holdersOf = (kind: Identity['kind'], value: string) =>
  query<{ id: number }>(
    `SELECT DISTINCT account_id AS id FROM identity WHERE kind = ? AND value = ? LIMIT ${COMMON + 1}`,
    [kind, value],
  )

/** What people have said about an account and others. */
export const saidOf = (id: number) =>
  query<{ a: number; b: number; state: string }>(
    `SELECT a, b, state FROM merge_proposal WHERE a = $id AND state <> 'open'
     UNION ALL SELECT a, b, state FROM merge_proposal WHERE b = $id AND state <> 'open'`,
    { id },
  )
export const asSaid = ({ a, b, state }: { a: number; b: number; state: string }): Said => ({
  a,
  b,
  same: state === 'merged',
})

/** All accounts that stand as one with `id`, itself among them. */
export const groupmates = (id: number) =>
  query<{ id: number }>(
    `SELECT id FROM account WHERE id = (SELECT coalesce(merged_into, id) FROM account WHERE id = $id)
     UNION SELECT id FROM account WHERE merged_into = (SELECT coalesce(merged_into, id) FROM account WHERE id = $id)`,
    { id },
  )

/** Among these accounts, those for which there is anything to decide: they share something, or are merged, or were asked about. */
export const worthALook = (ids: readonly number[]) =>
  query<{ id: number }>(
    `SELECT j.value AS id FROM json_each(?) j
     WHERE EXISTS (SELECT 1 FROM identity mine JOIN identity other ON other.kind = mine.kind AND other.value = mine.value
         AND other.account_id <> mine.account_id WHERE mine.account_id = j.value)
       OR EXISTS (SELECT 1 FROM account WHERE id = j.value AND (merged_into IS NOT NULL OR own IS NOT NULL))
       OR EXISTS (SELECT 1 FROM merge_proposal WHERE a = j.value OR b = j.value)`,
    [JSON.stringify(ids)],
  )

/** Two sources know accounts; with one there is nothing to recognise. */
export const severalSources = query<{ several: number }>(
  'SELECT (SELECT min(source_id) FROM account_key) <> (SELECT max(source_id) FROM account_key) AS several',
)

/** One merge as it was carried out. */
export interface MergeRow {
  id: string
  into: number
  from: number
  rule: IdentityRule
  moved: string
}
export const standingMerge = (from: number) =>
  query<MergeRow>(
    'SELECT id, into_id AS "into", from_id AS "from", rule, moved FROM merge WHERE from_id = ? AND undone_at IS NULL',
    [from],
  )
