import { type Query, query } from '../../cache/db.ts'

/** The writing statements of `upsert.ts`. A row that is there as it is must not be written, hence every `IS NOT`. */
export interface Holder {
  /** The account that stands for it: after a merge another than its own. */
  account_id: number
  /** Its own, where a merge moved it; null where it stands. */
  home_id: number | null
}

export const accountByKey = (sourceId: number, externalId: string): Query<Holder> =>
  query('SELECT account_id, home_id FROM account_key WHERE source_id = ? AND external_id = ?', [sourceId, externalId])

/** The same of an account that is about to be written: `leads` where others were merged into the one that stands for it. */
export const keyedAccount = (sourceId: number, externalId: string): Query<Holder & { leads: number }> =>
  query(
    `SELECT k.account_id, k.home_id, a.own IS NOT NULL AS leads FROM account_key k JOIN account a ON a.id = k.account_id
     WHERE k.source_id = ? AND k.external_id = ?`,
    [sourceId, externalId],
  )

/** What a stream has brought, once. */
export const STREAM_KIND = 'INSERT OR IGNORE INTO stream_kind (source_id, stream, record, kind) VALUES (?, ?, ?, ?)'

export const objectOwner = (sourceId: number, kind: string, externalId: string): Query<Holder> =>
  query('SELECT account_id, home_id FROM object WHERE source_id = ? AND kind = ? AND external_id = ?', [
    sourceId,
    kind,
    externalId,
  ])

export const objectClosed = (sourceId: number, kind: string, externalId: string): Query<{ closedAt: number | null }> =>
  query('SELECT closed_at AS closedAt FROM object WHERE source_id = ? AND kind = ? AND external_id = ?', [
    sourceId,
    kind,
    externalId,
  ])

export const contactHolder = (sourceId: number, externalId: string): Query<Holder> =>
  query('SELECT account_id, home_id FROM contact WHERE source_id = ? AND external_id = ?', [sourceId, externalId])

export const eventHolder = (sourceId: number, stream: string, externalId: string): Query<Holder> =>
  query('SELECT account_id, home_id FROM event WHERE source_id = ? AND external_id = ? AND stream = ?', [
    sourceId,
    externalId,
    stream,
  ])

/** Takes a JSON array of accounts: one statement for a batch costs a third of one for each account. */
export const MARK_DIRTY =
  'INSERT INTO dirty (account_id) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING'
export const MARK_DUE = `INSERT INTO due (account_id, at) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at < at`

/** Events that are put by one statement; of more than these the work of each grows again. */
export const EVENTS_TOGETHER = 20

/** Keeps the events that are not there yet, and leaves those that are; `EVENT`'s parameters, so many times. */
export const EVENTS_NEW = `
INSERT INTO event (account_id, home_id, source_id, stream, external_id, kind, at, value, properties)
VALUES ${Array(EVENTS_TOGETHER).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
ON CONFLICT (source_id, external_id, stream) DO NOTHING`

/** The ids that their source gives to the events which were put last. */
export const eventsAfter = (id: number) =>
  query<{ externalId: string }>('SELECT external_id AS externalId FROM event WHERE id > ?', [id])

/** An event belongs to one stream, so it is replaced as a whole. */
export const EVENT = `
INSERT INTO event (account_id, home_id, source_id, stream, external_id, kind, at, value, properties)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (source_id, external_id, stream) DO UPDATE SET
  kind = excluded.kind, at = excluded.at, value = excluded.value, properties = excluded.properties
WHERE account_id = excluded.account_id AND home_id IS excluded.home_id AND (
  kind IS NOT excluded.kind OR at IS NOT excluded.at OR value IS NOT excluded.value
  OR properties IS NOT excluded.properties)`

/** Column of the table → field of the mapping that fills it. */
type Columns = Record<string, string>

const OBJECT: Columns = {
  state: 'state',
  opened_at: 'openedAt',
  closed_at: 'closedAt',
  due_at: 'dueAt',
  amount_minor: 'amount',
  currency: 'amount',
  lane: 'lane',
  author: 'author',
}
const CONTACT: Columns = { name: 'name', email: 'email', time_zone: 'timeZone', locale: 'locale', consent: 'consent' }
const ACCOUNT: Columns = {
  name: 'name',
  plan: 'plan',
  country: 'country',
  time_zone: 'timeZone',
  owner: 'owner',
  signed_up_at: 'signedUpAt',
  renews_at: 'renewsAt',
  churned_at: 'churnedAt',
  mrr_minor: 'mrr',
  currency: 'mrr',
  domain: 'domain',
  email: 'email',
  external_ref: 'externalRef',
}
/** What an account's row says of it; the others say where it stands. */
export const ACCOUNT_COLUMNS: readonly string[] = Object.keys(ACCOUNT)

export type Fills = ReadonlySet<string> | undefined

const filled = (columns: Columns, fills: Fills): string[] =>
  Object.keys(columns).filter(column => !fills || fills.has(columns[column] ?? ''))

// Properties are merged, so that two streams can each bring some; a null in the patch takes its property away.
const PATCHED = 'json_patch(properties, @properties)'
const FRESH = `json_patch('{}', @properties)`

function ownedUpsert(table: string, key: string[], columns: Columns, fills: Fills): string {
  const all = ['account_id', 'home_id', ...key, ...Object.keys(columns)]
  const own = filled(columns, fills)
  const sets = [...own.map(column => `${column} = excluded.${column}`), `properties = ${PATCHED}`]
  const differs = [...own.map(column => `${column} IS NOT excluded.${column}`), `properties IS NOT ${PATCHED}`]
  return `INSERT INTO ${table} (${all.join(', ')}, properties)
    VALUES (${all.map(column => `@${column}`).join(', ')}, ${FRESH})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${sets.join(', ')}
    WHERE account_id = excluded.account_id AND home_id IS excluded.home_id AND (${differs.join(' OR ')})`
}

/** One text for each set of fields, so that its prepared statement is found again. */
function remembered(make: (fills: Fills) => string): (fills: Fills) => string {
  const texts = new WeakMap<object, string>()
  const everything = {}
  return fills => {
    const key = fills ?? everything
    const known = texts.get(key)
    if (known !== undefined) return known
    const text = make(fills)
    texts.set(key, text)
    return text
  }
}

export const objectUpsert = remembered(fills =>
  ownedUpsert('object', ['source_id', 'kind', 'external_id'], OBJECT, fills),
)
export const contactUpsert = remembered(fills => ownedUpsert('contact', ['source_id', 'external_id'], CONTACT, fills))

export const ACCOUNT_INSERT = `
INSERT INTO account (uid, ${ACCOUNT_COLUMNS.join(', ')}, properties, updated_at)
VALUES (@uid, ${ACCOUNT_COLUMNS.map(column => `@${column}`).join(', ')}, ${FRESH}, @updated_at)`
export const KEY_INSERT = 'INSERT INTO account_key (source_id, external_id, account_id) VALUES (?, ?, ?)'

export const accountUpdate = remembered(fills => {
  const own = filled(ACCOUNT, fills)
  const sets = [...own.map(column => `${column} = @${column}`), `properties = ${PATCHED}`, 'updated_at = @updated_at']
  const differs = [...own.map(column => `${column} IS NOT @${column}`), `properties IS NOT ${PATCHED}`]
  return `UPDATE account SET ${sets.join(', ')} WHERE id = @id AND (${differs.join(' OR ')})`
})
