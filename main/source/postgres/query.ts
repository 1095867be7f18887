import type { PostgresStream } from '../../../shared/source/postgres-source.ts'
import { markOf } from '../../record/mapping/mapped-rows.ts'
import type { Statement } from './connection.ts'

/** How far a stream was read. */
export interface Progress {
  /** Mark of the query, mapping and cursor column that this was read by; with others it begins again. */
  by: string
  /** Its greatest value so far, as the server writes it; null before the first row. */
  after: string | null
  /** Everything was read once, so rows that have no value in the cursor column need not be read again. */
  whole: boolean
}

/** Where to go on: from the beginning without a cursor column, or where something else is read than last time. */
export function cursorOf(cursor: string | null, stream: PostgresStream): Progress {
  const by = markOf(stream.query, stream.mapping, stream.cursor?.column)
  const start: Progress = { by, after: null, whole: false }
  if (cursor === null || !stream.cursor) return start
  const kept = JSON.parse(cursor) as Progress
  return kept.by === by ? kept : start
}

/** `timestamp` and `timestamptz`, by their numbers in the server's catalogue. */
export const TIMES: ReadonlySet<number> = new Set([1114, 1184])

/**
 * Rows from where the last sync ended. Those that share the last value come again, and so does what lies within the
 * overlap: reading a row twice changes nothing, passing over it would lose it.
 */
export function rowsAfter(stream: PostgresStream, { after, whole }: Progress, isTime: boolean): Statement {
  const from = all(stream)
  if (!stream.cursor) return { sql: from, params: [] }
  const column = `q.${ident(stream.cursor.column)}`
  const order = `ORDER BY ${column}`
  if (after === null) return { sql: `${from} ${order}`, params: [] }
  const params = isTime ? [after, stream.cursor.overlapSeconds] : [after]
  const since = isTime ? `$1::timestamptz - $2 * interval '1 second'` : '$1'
  const blank = whole ? '' : ` OR ${column} IS NULL`
  return { sql: `${from} WHERE (${column} >= ${since}${blank}) ${order}`, params }
}

/** What columns there are, without a row. */
export const describing = (stream: PostgresStream): Statement => ({ sql: `${all(stream)} LIMIT 0`, params: [] })

/** A few rows, for a look. */
export const someRows = (stream: Pick<PostgresStream, 'query'>, rows: number): Statement => ({
  sql: `${all(stream)} LIMIT ${rows}`,
  params: [],
})

/** The query stands on lines of its own, so that a comment at its end takes nothing of ours with it. */
const all = ({ query }: Pick<PostgresStream, 'query'>): string => `SELECT * FROM (\n${query.replace(/;\s*$/, '')}\n) q`

const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`
