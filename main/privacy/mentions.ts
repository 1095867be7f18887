import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { inPlaceOf, recordTombstone } from '../cache/erased/hashes.ts'
import { leavesOf, mapTexts } from '../cache/erased/leaves.ts'
import { layTombstone } from './begin.ts'
import { type KnownBy, nameFinder } from './known-by.ts'
import type { Place } from './places/place.ts'
import { PERSONAL_PLACES } from './places/places.ts'

/** Rows that one look goes through, and names that one look is for. */
const ROWS = 500
const NAMES = 40

type Cell = string | number | null
/** A row that was found: its key as `k0` …, its texts as `t_column`. */
export type Found = Record<string, Cell>

/** A place whose texts may name anybody, with the columns to look into. */
export interface Searched {
  place: Place
  key: readonly string[]
  columns: readonly string[]
}

export const SEARCHED: readonly Searched[] = PERSONAL_PLACES.filter(({ mentions }) => mentions !== undefined).map(
  place => ({
    place,
    key: place.key ?? ['id'],
    columns: Object.keys(place.mentions ?? {}),
  }),
)

/** Names in lots that one statement can take. */
export function lotsOf(names: readonly string[]): string[][] {
  const lots: string[][] = []
  for (let from = 0; from < names.length; from += NAMES) lots.push(names.slice(from, from + NAMES))
  return lots
}

/** As text may have them: as they are, and as JSON writes them, in small letters. */
const spellings = (names: readonly string[]): string[] => [
  ...new Set(names.flatMap(name => [name, JSON.stringify(name).slice(1, -1)]).flatMap(one => [one, one.toLowerCase()])),
]

/** Where a text has letters beyond ASCII, SQLite knows neither their capitals nor their other spellings. */
const mayBeSpeltOtherwise = (column: string): string =>
  `octet_length(${column}) <> length(${column}) OR instr(${column}, '\\u')`

/** A page of a place behind the key `after`; the texts of those rows alone that may name somebody. */
function searchPage({ place, key, columns }: Searched, names: readonly string[], after: readonly Cell[] | null) {
  const terms = spellings(names)
  const isIn = (column: string) =>
    `(${terms.map((_, n) => `instr(${column}, @t${n}) OR instr(lower(${column}), @t${n})`).join(' OR ')} OR ${mayBeSpeltOtherwise(column)})`
  const keys = key.map((name, n) => `${name} AS k${n}`)
  const extra = OWNED.has(place.table)
    ? ['account_id', 'source_id', 'external_id', place.table === 'object' ? 'kind' : 'stream']
    : []
  const behind = after ? `WHERE (${key.join(', ')}) > (${key.map((_, n) => `@k${n}`).join(', ')})` : ''
  const list = [...keys, ...extra, ...columns.map(column => `iif(${isIn(column)}, ${column}, NULL) AS t_${column}`)]
  return query<Found>(
    `SELECT ${list.join(', ')} FROM ${place.table} ${behind} ORDER BY ${key.join(', ')} LIMIT ${ROWS}`,
    {
      ...Object.fromEntries(terms.map((term, n) => [`t${n}`, term])),
      ...Object.fromEntries((after ?? []).map((cell, n) => [`k${n}`, cell])),
    },
  )
}

/** Records of an account; those that name an erased person of the account are that person's. */
const OWNED = new Set(['object', 'event'])

/** What one page gave: rows that really name the person, and where to go on; null at the end. */
export interface Page {
  rows: Found[]
  after: Cell[] | null
}

/** Looks at a page. Reads only, so it takes nobody's turn to write. */
export function lookForMentions(
  db: ReadDb,
  at: Searched,
  names: readonly string[],
  after: readonly Cell[] | null,
): Page {
  const isNamed = nameFinder(names)
  const page = db.all(searchPage(at, names, after))
  const last = page.at(-1)
  return {
    rows: page.filter(row => at.columns.some(column => isNamedIn(row[`t_${column}`] ?? null, isNamed))),
    after: last && page.length === ROWS ? at.key.map((_, n) => last[`k${n}`] ?? null) : null,
  }
}

const isNamedIn = (cell: Cell, isNamed: (text: string) => boolean): boolean =>
  typeof cell === 'string' && leavesOf(cell).some(isNamed)

/** Takes the person out of rows that a look has found; answers how many rows changed. */
export function takeMentions(
  tx: WriteDb,
  at: Searched,
  rows: readonly Found[],
  { erasure, key, known, names }: { erasure: string; key: string; known: KnownBy; names: readonly string[] },
): number {
  const isNamed = nameFinder(names)
  const { table, mentions = {} } = at.place
  const where = at.key.map(name => `${name} = ?`).join(' AND ')
  let changed = 0
  for (const row of rows) {
    const id = at.key.map((_, n) => row[`k${n}`] ?? null)
    const isTheirs = OWNED.has(table) && known.accounts.includes(Number(row.account_id))
    const named = at.columns.filter(column => isNamedIn(row[`t_${column}`] ?? null, isNamed))
    if (isTheirs || named.some(column => mentions[column] === 'row removed')) {
      if (isTheirs) layTombstone(tx, erasure, recordTombstone(key, sourceNameOf(table, row)))
      if (table === 'object') tx.run(statement('DELETE FROM object_state WHERE object_id = ?', id))
      changed += tx.run(statement(`DELETE FROM ${table} WHERE ${where}`, id)).changes
      continue
    }
    for (const column of named) {
      const isKept = (leaf: string) => mentions[column] === 'prose replaced' && !/[\s@]/.test(leaf)
      const fits = (leaf: string) => (isNamed(leaf) && !isKept(leaf) ? inPlaceOf(key, leaf) : leaf)
      const value = mentions[column] === 'set to null' ? null : mapTexts(String(row[`t_${column}`]), fits)
      changed += tx.run(statement(`UPDATE ${table} SET ${column} = ? WHERE ${where}`, [value, ...id])).changes
    }
  }
  return changed
}

const sourceNameOf = (table: string, row: Found) => ({
  sourceId: Number(row.source_id),
  record: table === 'object' ? ('object' as const) : ('event' as const),
  of: String(table === 'object' ? row.kind : row.stream),
  externalId: String(row.external_id),
})

/** `+`: by the index of the source each page would sort all the rest. */
const ofSource = (sourceId: number, after: number) =>
  query<{ id: number; raw: string }>(
    `SELECT id, raw FROM quarantine WHERE +source_id = ? AND id > ? ORDER BY id LIMIT ${ROWS}`,
    [sourceId, after],
  )

/** Quarantined rows of a source that have one of the person's ids in a cell of its own, from a page of them. */
export function quarantinedBy(db: ReadDb, sourceId: number, ids: ReadonlySet<string>, after: number) {
  const page = db.all(ofSource(sourceId, after))
  const found = page.filter(({ raw }) => leavesOf(raw).some(leaf => ids.has(leaf)))
  return { ids: found.map(({ id }) => id), after: page.length === ROWS ? (page.at(-1)?.id ?? null) : null }
}

export const dropQuarantined = (tx: WriteDb, ids: readonly number[]): number =>
  tx.run(statement('DELETE FROM quarantine WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]))
    .changes

/** Reports on columns show cells of anybody's rows as examples; the next reading makes new ones. */
export const dropReports = (tx: WriteDb, sourceId: number): number =>
  tx.run(statement('UPDATE stream SET report = NULL WHERE source_id = ? AND report IS NOT NULL', [sourceId])).changes
