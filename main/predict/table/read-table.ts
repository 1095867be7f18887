import type { LeftOut } from '../../../shared/experiment/experiment.ts'
import type { PredictTableAsk } from '../../../shared/predict/table-ask.ts'
import { FailureError } from '../../../shared/result.ts'
import { columnNamed } from '../../record/column-named.ts'
import type { ScannedColumn } from '../../record/guess.ts'
import { counted, LeftOutCount, type LeftOutReason } from '../../record/left-out.ts'
import { readRows } from '../../record/read-rows.ts'
import { scanFiles } from '../../record/scan/scan-file.ts'
import type { Examples, FeatureColumn } from '../learn/data/feature-table.ts'
import type { Groups } from '../learn/judge/folds.ts'
import { type ColumnBuilder, columnBuilderOf } from './column-builder.ts'
import { LabelBuilder } from './label-builder.ts'
import { readMoment } from './read-moment.ts'

/** A table as it was read: the rows that have a label, and a moment where one was asked for. */
export interface ReadTable {
  examples: Examples
  positive: string
  times: Float64Array | null
  groups: Groups | null
  unused: { column: string; why: string }[]
  /** Columns of dates that lie after the moment of their row, in so many rows. */
  later: { column: string; rows: number }[]
  leftOut: LeftOut[]
}

/** Reads a file twice: to see what its columns are, and for its rows. `onBytes` hears bytes. Throws `FailureError`. */
export async function readTable(ask: PredictTableAsk, onBytes: (bytes: number) => void): Promise<ReadTable> {
  const { encoding, header } = ask.answers
  const scan = await scanFiles(
    [ask.file],
    { shown: 0, ...(encoding && { encoding }), ...(header && { header }) },
    onBytes,
  )
  if (!scan) throw new FailureError(nothingIn(ask.file))
  const names = scan.columns.map(({ name }) => name)
  const rows = new RowBuilder(scan.columns, ask)
  for await (const chunk of readRows(ask.file, { ...scan.shape, columns: names })) {
    for (const { line, cells, text, problem } of chunk.rows)
      if (problem !== undefined || cells.length !== names.length) rows.addBad(line, text)
      else rows.add(line, cells)
    onBytes(chunk.bytes)
  }
  return rows.finish()
}

class RowBuilder {
  private readonly out = new LeftOutCount()
  private readonly label: { at: number; builder: LabelBuilder }
  private readonly time: { at: number; name: string; read: (cell: string) => number } | null
  private readonly group: { at: number; name: string } | null
  private readonly times: number[] = []
  private readonly groups: string[] = []
  private readonly columns: { at: number; name: string; builder: ColumnBuilder }[] = []
  private readonly unused: ReadTable['unused'] = []
  private readonly badRow: LeftOutReason = {
    column: null,
    words: n => `${counted(n, 'row')} ${n === 1 ? 'does' : 'do'} not fit the header.`,
    todo: 'Correct these rows in the file; until then they do not count.',
  }
  private readonly noTime: LeftOutReason
  private rows = 0

  constructor(columns: readonly ScannedColumn[], ask: PredictTableAsk) {
    const find = (name: string) => columns.indexOf(columnNamed(columns, name))
    const labelAt = find(ask.label)
    this.label = { at: labelAt, builder: new LabelBuilder(ask.label, ask.positive ?? null, this.out) }
    const timeNamed = (name: string) => {
      const at = find(name)
      return { at, name, read: readMoment(columns[at] as ScannedColumn, ask.answers) }
    }
    this.time = ask.time === undefined ? null : timeNamed(ask.time)
    this.group = ask.group === undefined ? null : { at: find(ask.group), name: ask.group }
    const taken = [labelAt, this.time?.at, this.group?.at, ...ask.without.map(find)]
    for (const [at, column] of columns.entries()) {
      if (taken.includes(at)) continue
      const name = nameOf(column, at)
      const builder = columnBuilderOf({ ...column, name }, ask.answers, this.out)
      if ('unused' in builder) this.unused.push({ column: name, why: builder.unused })
      else this.columns.push({ at, name, builder })
    }
    this.noTime = {
      column: ask.time ?? null,
      words: n => `${counted(n, 'row')} ${n === 1 ? 'has' : 'have'} no moment in “${ask.time ?? ''}”.`,
      todo: 'Rows without a moment do not count. Enter the date where one is missing.',
    }
  }

  /** A row that has no cells to be read. */
  addBad(line: number, text: string): void {
    this.out.add(this.badRow, line, text)
  }

  add(line: number, cells: readonly string[]): void {
    const cell = (at: number) => cells[at] ?? ''
    const at = this.time?.read(cell(this.time.at)) ?? 0
    if (this.time && Number.isNaN(at)) {
      this.out.add(this.noTime, line, cell(this.time.at))
      return
    }
    if (!this.label.builder.add(cell(this.label.at), line)) return
    this.rows++
    if (this.time) this.times.push(at)
    if (this.group) this.groups.push(cell(this.group.at).trim())
    for (const { at, builder } of this.columns) builder.add(cell(at), line)
  }

  finish(): ReadTable {
    if (this.rows === 0) throw new FailureError(noLabels(this.out.list()[0]?.what ?? 'The file has no rows.'))
    const { labels, positive } = this.label.builder.finish()
    const all = Int32Array.from(labels, (_, row) => row)
    const times = this.time ? Float64Array.from(this.times) : null
    const columns: FeatureColumn[] = []
    const later: ReadTable['later'] = []
    const unused = [...this.unused]
    for (const { name, builder } of this.columns) {
      const built = builder.finish(all, times)
      if ('unused' in built) unused.push({ column: name, why: built.unused })
      else {
        columns.push(built.column)
        if (built.later > 0) later.push({ column: name, rows: built.later })
      }
    }
    if (columns.length === 0) throw new FailureError(noFeatures(unused))
    const groups = this.group && this.groupsOf()
    if (this.group && groups && isOne(groups)) throw new FailureError(oneGroup(this.group.name))
    if (this.time && times && isOne(times)) throw new FailureError(oneMoment(this.time.name))
    const examples = { table: { rows: this.rows, columns }, labels }
    return { ...{ examples, positive, times, groups, unused, later }, leftOut: this.out.list() }
  }

  /** Rows without a name of their group are groups of their own. */
  private groupsOf(): Groups {
    const known = new Map<string, number>()
    return Int32Array.from(this.groups, (name, row) => {
      if (name === '') return row
      const first = known.get(name) ?? row
      known.set(name, first)
      return first
    })
  }
}

/** A column without a header is named by its place. */
const nameOf = ({ name }: ScannedColumn, at: number): string => (name.trim() === '' ? `column ${at + 1}` : name)

const isOne = (values: Groups | Float64Array): boolean => values.every((value: number) => value === values[0])

const oneGroup = (column: string) => ({
  kind: 'invalid' as const,
  what: `All rows have the same “${column}”.`,
  why: 'Rows of one group are never learned from and judged by at once, so there is nothing to judge by.',
  todo: 'Choose another column with --group, or leave --group out.',
})

const oneMoment = (column: string) => ({
  kind: 'invalid' as const,
  what: `All rows have the same moment in “${column}”.`,
  why: 'Models learn from earlier rows and are judged by later ones, and no row is later than another.',
  todo: 'Choose another column with --time, or leave --time out.',
})

const nothingIn = (path: string) => ({
  kind: 'not_found' as const,
  what: `The file ${path} has no records.`,
  why: 'Without a record, there is nothing to learn from.',
  todo: 'Choose a file with one row for each case.',
})

const noLabels = (why: string) => ({
  kind: 'invalid' as const,
  what: 'No row of the file can be used.',
  why,
  todo: 'Check which columns hold the label and the time.',
})

const noFeatures = (unused: ReadTable['unused']) => ({
  kind: 'invalid' as const,
  what: 'No column is left to predict from.',
  why: unused.map(({ column, why }) => `“${column}”: ${why}`).join(' ') || 'The table has no other column.',
  todo: 'Add columns that say something about each row.',
})
