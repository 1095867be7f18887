import { apartOf, type ColumnReport } from '../../../shared/model/column-report.ts'
import type { FileQuestion, InspectedFile, SyncReport } from '../../../shared/model/source.ts'

const shownList = (examples: readonly { line: number; text: string }[]): string =>
  examples.map(({ line, text }) => `line ${line} “${text}”`).join(', ')

const rowsIn = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)

/** A line for each column that was not read as it is, and one for all the others. */
export function columnLines({ name, columns = [] }: SyncReport['streams'][number]): string[] {
  if (columns.length === 0) return []
  const read = columns.filter(({ reads }) => reads === 'read').length
  const { told, alike } = apartOf(columns)
  return [
    `${name}: ${read} of ${columns.length} columns read`,
    ...told.flatMap(report => columnLine(name, report)),
    ...alike.map(({ names, todo }) => `${name}: not read: ${names.join(', ')}. ${todo}`),
  ]
}

function columnLine(stream: string, report: ColumnReport): string[] {
  const place = `${stream}: ${report.column ?? 'whole rows'}`
  const assumed = (report.assumed ?? []).map(
    ({ what, rows, examples, todo }) => `${place}: ${what} (${rowsIn(rows)}: ${shownList(examples)}). ${todo}`,
  )
  return [...readLine(place, report), ...assumed]
}

function readLine(place: string, { reads, as, rows, blank, examples, todo }: ColumnReport): string[] {
  if (reads === 'read')
    return blank === 0 ? [] : [`${place}: read as ${as}; blank in ${rowsIn(blank)} (${shownList(examples)})`]
  const share = reads === 'not' ? 'not read' : `partly read (${rowsIn(rows)} not)`
  const seen = examples.length > 0 ? `: ${shownList(examples)}` : ''
  return [`${place}: ${share}${seen}. ${todo ?? ''}`.trimEnd()]
}

/** What decided how a column is read, where that is not plain. */
export const noteLines = (files: readonly InspectedFile[]): string[] =>
  files.flatMap(({ stream, findings }) =>
    findings.flatMap(({ column, note }) =>
      note && stream ? [`${stream.name}: ${column || 'a column without a name'}: ${note}`] : [],
    ),
  )

/** `“joined” in accounts.csv: line 2 “01/02/2024” may be 2024-02-01 or 2024-01-02`. */
export function questionLine(path: string, { column, examples, choices }: FileQuestion): string {
  const [example] = examples
  const readings = [...new Set(choices.flatMap(({ reads }) => reads[0] ?? []))]
  const where = example ? `line ${example.line} “${example.text}” may be ${readings.join(' or ')}` : 'it may be either'
  return `“${column}” in ${path.split(/[\\/]/).at(-1)}: ${where}`
}
