import type { Query, ReadDb } from '../../cache/db.ts'

/** The values as a JSON list, each once. */
export const list = <T>(values: Iterable<T>): string => JSON.stringify([...new Set(values)])

/** Asks nothing where there are no keys: one message before it leaves needs a few of the queries only. */
export const asked = <Row>(db: ReadDb, keys: string, of: (keys: string) => Query<Row>): Row[] =>
  keys === '[]' ? [] : db.all(of(keys))

/** Rows by what tells them apart. */
export const byKey = <Row>(rows: readonly Row[], key: (row: Row) => number): Map<number, Row> =>
  new Map(rows.map(row => [key(row), row]))
