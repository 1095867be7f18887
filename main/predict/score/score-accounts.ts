import type { Factor } from '../../../shared/model/issue.ts'
import { explainRow } from '../learn/explain/explain.ts'
import { sigmoid } from '../learn/log-odds.ts'
import { type RiskModel, scoresWithWidths } from '../learn/risk-model.ts'
import type { OutcomeTable } from '../outcomes/outcome-table.ts'
import { meanOver, reasonWords } from '../outcomes/reasons.ts'
import { alignedTo, type LearnedColumn, packedRow } from './packed.ts'

/** What a model says of an account at a moment. Base and factors add up to the risk. */
export interface AccountScore {
  account: number
  risk: number
  low: number
  high: number
  base: number
  factors: Factor[]
  features: Uint8Array
}

/** So many reasons are named; the others are one. */
const NAMED = 3

/** Scores each account of a table at moment `at`; its other rows say what is usual of it. Accounts follow one another. */
export function scoreAccounts(
  { model, columns }: { model: RiskModel; columns: readonly LearnedColumn[] },
  { examples, accounts, times }: OutcomeTable,
  at: number,
): AccountScore[] {
  const table = alignedTo(columns, examples.table)
  const risks = scoresWithWidths(model, table)
  const found: AccountScore[] = []
  for (let first = 0, next = 0; first < table.rows; first = next) {
    while (next < table.rows && accounts[next] === accounts[first]) next++
    const rows = Array.from({ length: next - first }, (_, k) => first + k)
    const now = rows.find(row => times[row] === at)
    const score = now === undefined ? undefined : risks[now]
    if (now === undefined || !score) continue
    const { base, logOdds, contributions } = explainRow(model, table, now)
    const weeks = rows.filter(row => row !== now)
    const named = contributions.slice(0, NAMED).filter(one => one.logOdds !== 0)
    const words = named.map(({ column, value, logOdds: part }) => ({
      label: reasonWords(column, value, typeof value === 'number' ? meanOver(table, column, weeks) : null),
      contribution: part,
    }))
    const rest = logOdds - base - words.reduce((sum, { contribution }) => sum + contribution, 0)
    const shares = inShares(base, logOdds, [...words, { label: 'Everything else', contribution: rest }])
    found.push({
      ...{ account: accounts[now] as number, risk: score.risk, low: score.low, high: score.high },
      ...{ base: sigmoid(base), factors: shares, features: packedRow(table, now) },
    })
  }
  return found
}

/**
 * Parts in log odds as parts of the probability: all are stretched alike, by the slope of the line between base and risk,
 * so that they keep their order and sign, and add up.
 */
function inShares(base: number, logOdds: number, parts: readonly Factor[]): Factor[] {
  const [from, to] = [sigmoid(base), sigmoid(logOdds)]
  const slope = Math.abs(logOdds - base) < 1e-9 ? to * (1 - to) : (to - from) / (logOdds - base)
  return parts.map(({ label, contribution }) => ({ label, contribution: slope * contribution }))
}
