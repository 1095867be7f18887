import type { RiskReasons } from '../../../shared/predict/report-card.ts'
import type { FeatureTable } from '../learn/data/feature-table.ts'
import { differenceOf, type NamedChange } from '../learn/explain/difference.ts'
import { explainRow } from '../learn/explain/explain.ts'
import { type RiskModel, scoresWithWidths } from '../learn/risk-model.ts'

/** Rows of one account: at the moment in question, at one before (or the same again), and over the weeks before. */
export interface AccountMoments {
  at: number
  before: number | null
  table: FeatureTable
  /** Places of these rows in the table. */
  rows: { at: number; before: number | null; weeks: readonly number[] }
}

/** Risk, width and reasons of one account, and what has changed since. */
export function movingReasons(
  model: RiskModel,
  { at, before, table, rows }: AccountMoments,
): Pick<RiskReasons, 'now' | 'base' | 'contributions' | 'before'> {
  const [scores = []] = scoresWithWidths(model, table, [null])
  const pointOf = (row: number, moment: number) => {
    const { risk, low, high, logOdds } = scores[row] ?? { risk: 0, low: 0, high: 1, logOdds: 0 }
    return { at: moment, risk, low, high, logOdds }
  }
  const explained = explainRow(model, table, rows.at)
  const contributions = explained.contributions.map(({ column, value, logOdds }) => {
    const usual = typeof value === 'number' ? meanOver(table, column, rows.weeks) : null
    return { column, value, usual, logOdds, words: reasonWords(column, value, usual) }
  })
  if (rows.before === null || before === null)
    return { now: pointOf(rows.at, at), base: explained.base, contributions, before: null }
  const changes = differenceOf(explainRow(model, table, rows.before), explained).map(changeWords)
  return {
    now: pointOf(rows.at, at),
    base: explained.base,
    contributions,
    before: { ...pointOf(rows.before, before), changes },
  }
}

/** A change as it is told. */
export const changeWords = ({ column, before, after, logOdds }: NamedChange) => ({
  column: column ?? 'another way of scoring',
  before: column === null ? '' : valueWordsOf(before),
  after: column === null ? '' : valueWordsOf(after),
  logOdds,
})

/** The mean of a column over some rows; null where none of them has a number. */
export function meanOver({ columns }: FeatureTable, name: string, rows: readonly number[]): number | null {
  const column = columns.find(one => one.name === name)
  if (column?.kind !== 'number') return null
  const known = rows.map(row => column.values[row] as number).filter(value => !Number.isNaN(value))
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** `sign-ins in 7 days: 2, usually 11`. */
export function reasonWords(column: string, value: number | string | null, usual: number | null): string {
  const own = `${column}: ${valueWordsOf(value)}`
  return usual === null || typeof value !== 'number' || shortNumber(usual) === shortNumber(value)
    ? own
    : `${own}, usually ${shortNumber(usual)}`
}

const valueWordsOf = (value: number | string | null): string =>
  value === null ? 'none' : typeof value === 'number' ? shortNumber(value) : value

const shortNumber = (value: number): string =>
  (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(2))).toLocaleString('en')
