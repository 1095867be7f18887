import type Database from 'better-sqlite3'
import type { Named } from '../../main/cache/uid.ts'

/** Tickets are rows among other objects. No decision names a promise or something watched by number, but a merge lists them. */
type Numbered = Exclude<Named, 'ticket'> | 'object' | 'promise' | 'watch'

/** Which table's rows a column numbers, by its name; `id` and `previous_id` are those of its own table. */
const REFERS: Record<string, Numbered> = {
  account_id: 'account',
  home_id: 'account',
  merged_into: 'account',
  into_id: 'account',
  from_id: 'account',
  a: 'account',
  b: 'account',
  contact_id: 'contact',
  incident_id: 'incident',
  issue_id: 'issue',
  note_id: 'note',
  object_id: 'object',
  outbox_id: 'outbox',
  source_id: 'source',
}
const UID: Record<Numbered, string> = {
  account: 'uid',
  contact: "(SELECT slug FROM source WHERE id = source_id) || ':' || external_id",
  incident: 'uid',
  issue: 'uid',
  note: 'uid',
  object: "(SELECT slug FROM source WHERE id = source_id) || ':' || kind || ':' || external_id",
  outage: 'uid',
  outbox: 'key',
  promise: 'uid',
  source: 'slug',
  watch: `actor || ':' || (SELECT uid FROM account WHERE id = account_id) || ifnull(':' || (SELECT uid FROM issue WHERE id = issue_id), '')`,
}
const TABLES = Object.keys(UID) as Numbered[]

const tablesOf = (db: Database.Database): string[] =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[]

const columnsOf = (db: Database.Database, table: string): string[] =>
  (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)

/** The table whose rows a column numbers; undefined where it is none of those that decisions name. */
function referredBy(table: string, column: string): Numbered | undefined {
  const own = TABLES.find(name => name === table)
  return column === 'id' || column === 'previous_id' ? own : REFERS[column]
}

/**
 * Gives every row that a decision can name another number, in the opposite order, as if another computer had read the
 * same sources. Messages keep their order, because that is the order in which they leave.
 */
export function renumber(db: Database.Database): void {
  const most = new Map(TABLES.map(table => [table, Number(db.prepare(`SELECT max(id) FROM ${table}`).pluck().get())]))
  const other = (of: Numbered, column: string) =>
    of === 'outbox' ? `${column} * 3 + 500` : `(${most.get(of)} - ${column}) * 7 + 1000`
  if (db.prepare('SELECT count(*) FROM merge').pluck().get() !== 0) throw new Error('merges list numbers in JSON')
  db.pragma('foreign_keys = OFF')
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as Row[]
  db.transaction(() => {
    // What they keep is renumbered like any other table; they would take a number for a change.
    for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
    for (const table of tablesOf(db))
      for (const column of columnsOf(db, table)) {
        const of = referredBy(table, column)
        if (!of) continue
        // By way of negative numbers, so that none meets one that is still there.
        db.exec(`UPDATE ${table} SET ${column} = -(${other(of, column)}) WHERE ${column} IS NOT NULL`)
        db.exec(`UPDATE ${table} SET ${column} = -${column} WHERE ${column} < 0`)
      }
    db.exec('UPDATE merge_proposal SET a = b, b = a WHERE a > b')
    for (const { sql } of triggers) db.exec(String(sql))
  })()
  const strays = db.pragma('foreign_key_check') as unknown[]
  if (strays.length > 0) throw new Error(`a column was forgotten: ${JSON.stringify(strays[0])}`)
  db.pragma('foreign_keys = ON')
}

type Row = Record<string, unknown>

/**
 * The rows of all tables without any number that may differ between two computers: uids stand in their place. What search
 * keeps of them is left out: each computer reads its own rows for it.
 */
export function stateByUid(
  db: Database.Database,
  tables = tablesOf(db).filter(name => !name.startsWith('words_')),
): Record<string, string[]> {
  const uids = new Map(
    TABLES.map(table => {
      const rows = db.prepare(`SELECT id, ${UID[table]} AS uid FROM ${table}`).all() as { id: number; uid: string }[]
      return [table, new Map(rows.map(({ id, uid }) => [id, uid]))]
    }),
  )
  const uidOf = (of: Numbered, id: unknown): unknown => (id === null ? null : uids.get(of)?.get(Number(id)))
  const told = (table: string, row: Row): Row => {
    const plain = Object.fromEntries(
      Object.entries(row).map(([column, value]) => {
        const of = referredBy(table, column)
        return [column, of ? uidOf(of, value) : value]
      }),
    )
    if (table === 'merge_proposal') return { ...plain, pair: [plain.a, plain.b].sort(), a: null, b: null }
    if (table === 'merge') return { ...plain, id: null, moved: movedByUid(JSON.parse(String(row.moved)), uidOf) }
    return plain
  }
  return Object.fromEntries(
    tables.map(table => {
      const rows = db.prepare(`SELECT * FROM ${table}`).all() as Row[]
      return [table, rows.map(row => JSON.stringify(told(table, row))).sort()]
    }),
  )
}

interface Moved {
  issues: number[]
  closed: { id: number; into: number }[]
  joined?: { incident: number; issue: number }[]
  outbox: number[]
  resolution: number[]
  notes?: number[]
  watches?: number[]
  promises?: number[]
}

const movedByUid = (moved: Moved, uidOf: (of: Numbered, id: unknown) => unknown): object => ({
  ...moved,
  issues: moved.issues.map(id => uidOf('issue', id)).sort(),
  closed: moved.closed.map(row => ({ ...row, id: uidOf('issue', row.id), into: uidOf('issue', row.into) })),
  joined: moved.joined?.map(({ incident, issue }) => [uidOf('incident', incident), uidOf('issue', issue)]),
  outbox: moved.outbox.map(id => uidOf('outbox', id)).sort(),
  resolution: moved.resolution.map(id => uidOf('outbox', id)).sort(),
  notes: moved.notes?.map(id => uidOf('note', id)).sort(),
  watches: moved.watches?.map(id => uidOf('watch', id)).sort(),
  promises: moved.promises?.map(id => uidOf('promise', id)).sort(),
})
