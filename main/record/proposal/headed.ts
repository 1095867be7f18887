import type { GuessedColumn } from '../guess.ts'
import { headOf } from '../scan/header-words.ts'
import { withoutZone } from '../scan/heading-zone.ts'

/** A column with the words of its name, as proposals look at it: in English, without what all names begin with. */
export interface HeadedColumn extends GuessedColumn {
  head: string
}

/** Exports of a table of several put its name before every column: `customers.id`, `customers.email`. */
export function headed(columns: readonly GuessedColumn[]): HeadedColumn[] {
  const prefix = commonPrefix(columns.map(({ name }) => name))
  return columns.map(column => ({ ...column, head: headOf(withoutZone(column.name.slice(prefix))) }))
}

/** Length of the part up to a dot that all names share; 0 where there is none, or names would be left empty. */
function commonPrefix(names: readonly string[]): number {
  const [first = ''] = names
  const dot = first.indexOf('.')
  if (dot === -1 || names.length < 2) return 0
  const start = first.slice(0, dot + 1)
  return names.every(name => name.startsWith(start) && name.length > start.length) ? start.length : 0
}
