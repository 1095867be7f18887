import type { ReviewReport } from '../../../shared/review/report.ts'
import { type Leaf, valuesByPath } from './leaves.ts'

/** Characters with which a spreadsheet takes a cell for a formula, or skips ahead to one. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u

/** One cell: text that a spreadsheet would carry out as a formula begins with an apostrophe; numbers stay numbers. */
export function csvCell(value: Leaf): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return /[",;\r\n\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The report as one table: a line for each value, with its part and its place in it. */
export function reportCsv({ names, ...report }: ReviewReport): string {
  const lines: Leaf[][] = [['part', 'place', 'value']]
  for (const [part, value] of Object.entries(report))
    for (const [path, leaf] of valuesByPath(value)) lines.push([part, path, leaf])
  for (const [mark, name] of Object.entries(names ?? {})) lines.push(['names', mark, name])
  return `${lines.map(line => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}
