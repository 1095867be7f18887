import type { AssumedCell, UnreadCell } from '../../shared/model/source.ts'
import { type ColumnTally, WHOLE_ROW } from '../record/cells/tally.ts'
import { assumedIn } from '../record/scan/report.ts'

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

/** What a preview filled in by a rule, such as the zone of a time without an offset. */
export const assumedCells = (tally: Iterable<readonly [string, ColumnTally]>): AssumedCell[] =>
  [...tally].flatMap(([column, met]) =>
    (assumedIn(met).assumed ?? []).map(({ what, todo }) => ({ column, what, todo })),
  )
