import type { ExperimentAsk } from '../../../shared/experiment/ask.ts'
import { FailureError } from '../../../shared/result.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import { isBlankText } from '../../record/cells/blanks.ts'
import { columnNamed } from '../../record/column-named.ts'
import type { ScannedColumn } from '../../record/guess.ts'
import { counted, LeftOutCount, type LeftOutReason } from '../../record/left-out.ts'
import { type CellReading, metricReadingOf, numberReader } from './metric-reader.ts'
import type { ReadMetric, UnitTable } from './unit-table.ts'

/** More arms than anybody runs: the column is something else. */
const MOST_ARMS = 20

/** The columns that are read, their names as the cells of a row come. */
export type TableAsk = Pick<ExperimentAsk, 'arm' | 'unit' | 'metrics'> & { answers: Answers }

interface ReadColumn {
  at: number
  read: (cell: string, line: number) => number
}

/** Takes the rows of an experiment one by one and keeps of each its arm, its unit and its metrics. */
export class TableBuilder {
  private readonly table: UnitTable
  private readonly out = new LeftOutCount()
  private readonly armAt: number
  private readonly unitAt: number | null
  private readonly columns: { metric: ReadMetric; value: ReadColumn; before: ReadColumn | null; guessed: boolean }[]
  private readonly armIndex = new Map<string, number>()
  private readonly noArm: LeftOutReason
  private readonly noUnit: LeftOutReason
  private readonly badRow: LeftOutReason = {
    column: null,
    words: n => `${counted(n, 'row')} ${n === 1 ? 'does' : 'do'} not fit the header.`,
    todo: 'Correct these rows in the file; until then they do not count.',
  }

  constructor(columns: readonly ScannedColumn[], ask: TableAsk, rowName: UnitTable['rowName']) {
    const { arm, unit, metrics, answers } = ask
    const names = columns.map(({ name }) => name)
    const find = (name: string) => columnNamed(columns, name)
    this.armAt = names.indexOf(find(arm).name)
    this.unitAt = unit === undefined ? null : names.indexOf(find(unit).name)
    this.columns = metrics.map(asked => {
      const column = find(asked.column)
      const reading = metricReadingOf(column, asked, answers)
      const pre = asked.pre === undefined ? null : find(asked.pre)
      const numeric = (one: ScannedColumn, as: CellReading) => ({
        at: names.indexOf(one.name),
        read: numberReader(one, as, this.out),
      })
      return {
        metric: {
          ...{ column: column.name, kind: reading.kind, currency: reading.currency, better: asked.better ?? null },
          ...{ pre: pre?.name ?? null, values: [], before: pre && [] },
        },
        value: numeric(column, reading),
        before: pre && numeric(pre, metricReadingOf(pre, { column: pre.name }, answers)),
        guessed: asked.kind === undefined,
      }
    })
    this.noArm = lacking(arm, 'Rows without an arm do not count. Enter the arm where one is missing.')
    this.noUnit = lacking(unit ?? '', 'Rows without a unit do not count. Enter the unit where one is missing.')
    const read = this.columns.map(({ metric }) => metric)
    this.table = {
      ...{ rows: 0, rowName, names: [], arms: [], lines: [], leftOut: [] },
      units: unit === undefined ? null : [],
      metrics: read,
    }
  }

  /** A row that has no cells to be read. */
  addBad(line: number, text: string): void {
    this.table.rows++
    this.out.add(this.badRow, line, text)
  }

  add(line: number, cells: readonly string[]): void {
    const { table } = this
    table.rows++
    const arm = (cells[this.armAt] ?? '').trim()
    const unit = this.unitAt === null ? null : (cells[this.unitAt] ?? '').trim()
    const lacks = isBlank(arm) ? this.noArm : unit !== null && isBlank(unit) ? this.noUnit : null
    if (lacks !== null) {
      this.out.add(lacks, line, lacks === this.noArm ? arm : (unit ?? ''))
      return
    }
    table.arms.push(this.indexOf(arm))
    table.lines.push(line)
    if (unit !== null) table.units?.push(unit)
    for (const { metric, value, before } of this.columns) {
      metric.values.push(value.read(cells[value.at] ?? '', line))
      if (before) metric.before?.push(before.read(cells[before.at] ?? '', line))
    }
  }

  private indexOf(arm: string): number {
    const known = this.armIndex.get(arm)
    if (known !== undefined) return known
    const at = this.armIndex.size
    if (at === MOST_ARMS) throw new FailureError(tooMany(at))
    this.armIndex.set(arm, at)
    this.table.names.push(arm)
    return at
  }

  finish(): UnitTable {
    for (const { metric, guessed } of this.columns) if (guessed && isZeroOne(metric)) metric.kind = 'share'
    return { ...this.table, leftOut: this.out.list() }
  }
}

const isBlank = (cell: string): boolean => cell === '' || isBlankText(cell)

/** Numbers that are nothing but 0 and 1 are a yes or no. */
const isZeroOne = ({ kind, values }: ReadMetric): boolean => {
  const known = values.filter(value => !Number.isNaN(value))
  return kind === 'number' && known.length > 0 && known.every(value => value === 0 || value === 1)
}

const lacking = (column: string, todo: string): LeftOutReason => ({
  column,
  words: n => `${counted(n, 'row')} ${n === 1 ? 'has' : 'have'} nothing in “${column}”.`,
  todo,
})

const tooMany = (most: number) => ({
  kind: 'invalid' as const,
  what: 'The column of arms has too many values.',
  why: `More than ${most} different arms were found, so it is hardly a column of arms.`,
  todo: 'Choose the column that says which arm a unit was in.',
})
