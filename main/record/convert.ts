import { fail, ok, type Result } from '../../shared/result.ts'
import type { Mappings } from '../../shared/source/mapping.ts'
import type { Tally } from './cells/tally.ts'
import { problemOf, unknownName } from './mapping/check-mapping.ts'
import { compileRecords, type Mapped } from './mapping/compile-record.ts'
import { columnsShape, type FileRow } from './mapping/shape.ts'

/** Why a row does not fit, and the column that says so (null where no single one does). */
export interface Misfit {
  column: string | null
  reason: string
}

/** What a row becomes by each mapping, in their order; or why it is no row of these columns. */
export type Convert = (row: FileRow) => { ok: true; mapped: readonly Mapped[] } | { ok: false; misfit: Misfit }

interface CompileOptions {
  /** Counts what is not plainly a value. */
  tally?: Tally
  /** The rows have these columns and no others. */
  isDelimited?: boolean
}

/**
 * Makes the function that turns a row of these columns into records: typed values, exact money, UTC ms. Fails where the
 * mapping does not fit the columns, so that nothing is read by a mapping that cannot work.
 */
export function compileMapping(
  mappings: Mappings,
  columns: readonly string[],
  stream: string,
  { tally, isDelimited = false }: CompileOptions = {},
): Result<Convert> {
  const problem = problemOf(mappings, columns) ?? (isDelimited ? unknownName(mappings, columns) : null)
  if (problem !== null)
    return fail(
      'invalid',
      `The mapping of “${stream}” does not fit the file.`,
      problem,
      'Correct the mapping or the file. No rows of this file were kept.',
    )
  const maps = compileRecords(mappings, columnsShape(columns, tally))
  return ok(row => {
    if (row.cells.length !== columns.length) return { ok: false, misfit: wrongLength(row.cells.length, columns.length) }
    return { ok: true, mapped: maps.map(map => map(row)) }
  })
}

const wrongLength = (found: number, wanted: number): Misfit => ({
  column: null,
  reason: `The row has ${found} ${found === 1 ? 'cell' : 'cells'}, the header ${wanted}.`,
})
