import { expect, it } from 'vitest'
import { NAMELESS, PERSONAL_PLACES } from '../../../main/privacy/places/places.ts'
import { aCache } from '../../helpers/cache.ts'

interface Column {
  name: string
  type: string
}

/** Tables with their columns of text, as the newest migration leaves them. */
function textColumns(): Map<string, string[]> {
  const { connection } = aCache()
  const tables = connection.prepare<[], string>(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite_%'",
  )
  const columns = connection.prepare<[string], Column>('SELECT name, type FROM pragma_table_info(?)')
  return new Map(
    tables
      .pluck()
      .all()
      .map(table => [
        table,
        columns
          .all(table)
          .filter(({ type }) => /TEXT|BLOB|ANY/.test(type))
          .map(({ name }) => name),
      ]),
  )
}

it('every table with a column of text is declared: where a person’s data lie in it, or why it has none', () => {
  const declared = new Set([...PERSONAL_PLACES.map(({ table }) => table), ...Object.keys(NAMELESS)])
  const missing = [...textColumns()].filter(([table, columns]) => columns.length > 0 && !declared.has(table))
  expect(missing.map(([table]) => table)).toEqual([])
  const known = textColumns()
  expect([...declared].filter(table => !known.has(table))).toEqual([])
})

it('every column of text of such a table is emptied, searched, or plain for a reason', () => {
  const known = textColumns()
  const open = PERSONAL_PLACES.flatMap(({ table, fate, mentions = {}, plain = {} }) => {
    const named = new Set([
      ...Object.keys(mentions),
      ...Object.keys(plain),
      ...(fate === 'removed' ? [] : Object.keys(fate)),
    ])
    return (known.get(table) ?? []).filter(column => !named.has(column)).map(column => `${table}.${column}`)
  })
  expect(open).toEqual([])
})

it('names no column that a table does not have', () => {
  const { connection } = aCache()
  const has = (table: string, column: string) =>
    connection.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column) !== undefined
  const wrong = PERSONAL_PLACES.flatMap(({ table, fate, key = ['id'], mentions = {}, plain = {} }) =>
    [...key, ...Object.keys(mentions), ...Object.keys(plain), ...(fate === 'removed' ? [] : Object.keys(fate))]
      .filter(column => !has(table, column))
      .map(column => `${table}.${column}`),
  )
  expect(wrong).toEqual([])
})
