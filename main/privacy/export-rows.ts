import { query, type ReadDb } from '../cache/db.ts'
import type { KnownBy } from './known-by.ts'
import { type Found, lookForMentions, lotsOf, SEARCHED } from './mentions.ts'
import { rowsBelonging } from './own-rows.ts'
import { PERSONAL_PLACES } from './places/places.ts'

/** Everything that one table has about a person, as it is stored. */
export interface ExportedTable {
  table: string
  what: string
  rows: Readonly<Record<string, string | number | null>>[]
}

type Row = ExportedTable['rows'][number]

/** The rows that belong to a person, table by table, in the order in which a reader wants them: who they are first. */
export function exportOwnRows(db: ReadDb, known: KnownBy): ExportedTable[] {
  const tables = PERSONAL_PLACES.map(place => ({
    table: place.table,
    what: place.what,
    rows: rowsBelonging(place, known, 0).flatMap(({ condition, params }) =>
      db
        .all(query<Record<string, Row[string] | Uint8Array>>(`SELECT * FROM ${place.table} WHERE ${condition}`, params))
        .map(inText),
    ),
  }))
  return tables.filter(({ rows }) => rows.length > 0).reverse()
}

/** A row whose bytes are text, because a file of JSON holds no others. */
const inText = (row: Readonly<Record<string, Row[string] | Uint8Array>>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, cell]) => [
      column,
      cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : cell,
    ]),
  )

/** Texts of others that name a person, a page at a time: where they are, and what they say. */
export function* exportMentions(db: ReadDb, known: KnownBy): Generator<ExportedTable | null> {
  const seen = new Set<string>()
  for (const at of SEARCHED)
    for (const names of lotsOf(known.names))
      for (let after: ReturnType<typeof lookForMentions>['after'] | undefined; after !== null; ) {
        const page = lookForMentions(db, at, names, after ?? null)
        const rows = page.rows.filter(row => !isOwn(row, known)).map(said)
        const fresh = rows.filter(row => !seen.has(`${at.place.table} ${JSON.stringify(row)}`))
        for (const row of fresh) seen.add(`${at.place.table} ${JSON.stringify(row)}`)
        yield fresh.length === 0
          ? null
          : { table: at.place.table, what: `${at.place.what} that name the person`, rows: fresh }
        after = page.after
      }
}

const isOwn = (row: Found, known: KnownBy): boolean =>
  known.contact === null && row.account_id !== undefined && known.accounts.includes(Number(row.account_id))

/** The texts of a row, without the columns by which it was found. */
const said = (row: Found): Row =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name, cell]) => name.startsWith('t_') && cell !== null)
      .map(([name, cell]) => [name.slice(2), cell]),
  )

const decisions = (seq: number) =>
  query<{ seq: number; at: number; actor: string; command: string; args: string }>(
    'SELECT seq, at, actor, command, args FROM journal WHERE seq > ? ORDER BY seq LIMIT 500',
    [seq],
  )

/** Decisions about a person, a page at a time. */
export function* exportDecisions(db: ReadDb, isAbout: (args: string) => boolean): Generator<ExportedTable | null> {
  for (let after = 0; ; ) {
    const page = db.all(decisions(after))
    const rows = page
      .filter(({ args }) => isAbout(args))
      .map(({ at, actor, command, args }) => ({ at, actor, command, args }))
    yield rows.length === 0 ? null : { table: 'journal', what: 'decisions', rows }
    const last = page.at(-1)
    if (!last || page.length < 500) return
    after = last.seq
  }
}
