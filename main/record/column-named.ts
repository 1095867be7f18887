import { FailureError } from '../../shared/result.ts'
import type { ScannedColumn } from './guess.ts'

/** A column by its name, case aside where none is spelt just so. Throws `FailureError` where there is none. */
export function columnNamed(columns: readonly ScannedColumn[], name: string): ScannedColumn {
  const column =
    columns.find(one => one.name === name) ?? columns.find(one => one.name.toLowerCase() === name.toLowerCase())
  if (column) return column
  throw new FailureError({
    kind: 'invalid',
    what: `There is no column “${name}”.`,
    why: `The columns are ${columns.map(one => `“${one.name}”`).join(', ') || 'none'}.`,
    todo: 'Name one of them.',
  })
}
