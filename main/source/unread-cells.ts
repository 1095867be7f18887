import type { UnreadCell } from '../../shared/model/source.ts'
import { type ColumnTally, WHOLE_ROW } from '../record/cells/tally.ts'

/** The cells of a preview that are left blank because they are not understood. Rows that do not fit are told apart. */
export const unreadCells = (
  tally: Iterable<readonly [string, ColumnTally]>,
  misfitLines: ReadonlySet<number>,
): UnreadCell[] =>
  [...tally].flatMap(([column, { unfit, blank }]) => {
    if (column === WHOLE_ROW) return []
    const cells = [
      ...unfit.examples.map(example => ({ column, ...example, isNone: false })),
      ...blank.examples.map(example => ({ column, ...example, isNone: true })),
    ]
    return cells.filter(({ line }) => !misfitLines.has(line))
  })
