import type { ReviewReport } from '../../../shared/review/report.ts'
import { csvCell } from '../../../shared/text/csv-cell.ts'
import { type Leaf, valuesByPath } from './leaves.ts'

/** The report as one table: a line for each value, with its part and its place in it. */
export function reportCsv({ names, ...report }: ReviewReport): string {
  const lines: Leaf[][] = [['part', 'place', 'value']]
  for (const [part, value] of Object.entries(report))
    for (const [path, leaf] of valuesByPath(value)) lines.push([part, path, leaf])
  for (const [mark, name] of Object.entries(names ?? {})) lines.push(['names', mark, name])
  return `${lines.map(line => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}
