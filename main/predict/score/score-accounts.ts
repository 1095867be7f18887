import type { Factor } from '../../../shared/model/issue.ts'
import { type Explanation, explainHeads } from '../learn/explain/explain.ts'
import { sigmoid } from '../learn/log-odds.ts'
import { type RiskModel, scoresWithWidths } from '../learn/risk-model.ts'
import type { OutcomeTable } from '../outcomes/outcome-table.ts'
import { meanOver, reasonWords } from '../outcomes/reasons.ts'
import { alignedTo, type LearnedColumn, packedRow } from './packed.ts'

/** A risk with its width. Base and factors add up to it. */
export interface FactoredRisk {
  risk: number
  low: number
  high: number
  base: number
  factors: Factor[]
}

/** What a model says of an account at a moment: the risk of any trouble, and that of each category that it has a head for. */
export interface AccountScore extends FactoredRisk {
  account: number
  categories: (FactoredRisk & { category: string })[]
  features: Uint8Array
}

/** The risk by one head; of any trouble where there is no category. */
interface HeadRisk {
  category: string | null
  own: FactoredRisk
}

/** So many reasons are named; the others are one. */
const NAMED = 3

/** Scores each account of a table at moment `at`; its other rows say what is usual of it. Accounts follow one another. */
export function scoreAccounts(
  { model, columns }: { model: RiskModel; columns: readonly LearnedColumn[] },
  { examples, accounts, times }: Pick<OutcomeTable, 'examples' | 'accounts' | 'times'>,
  at: number,
): AccountScore[] {
  const table = alignedTo(columns, examples.table)
  const heads = [null, ...(model.heads ?? [])]
  const risks = scoresWithWidths(model, table, heads)
  const found: AccountScore[] = []
  for (let first = 0, next = 0; first < table.rows; first = next) {
    while (next < table.rows && accounts[next] === accounts[first]) next++
    const rows = Array.from({ length: next - first }, (_, k) => first + k)
    const now = rows.find(row => times[row] === at)
    if (now === undefined) continue
    const weeks = rows.filter(row => row !== now)
    const factored = explainHeads(model, table, now, heads).flatMap((explained, h): HeadRisk[] => {
      const score = risks[h]?.[now]
      if (!score) return []
      const { risk, low, high } = score
      const factors = factoredBy(explained, column => meanOver(table, column, weeks))
      return [{ category: heads[h]?.category ?? null, own: { risk, low, high, ...factors } }]
    })
    const any = factored.find(({ category }) => category === null)?.own
    if (!any) continue
    const categories = factored.flatMap(({ category, own }) => (category === null ? [] : { category, ...own }))
    found.push({ account: accounts[now] as number, ...any, categories, features: packedRow(table, now) })
  }
  return found
}

/** Base and factors of a risk that was taken apart. */
function factoredBy(
  { base, logOdds, contributions }: Explanation,
  usualOf: (column: string) => number | null,
): Pick<FactoredRisk, 'base' | 'factors'> {
  const named = contributions.slice(0, NAMED).filter(one => one.logOdds !== 0)
  const words = named.map(({ column, value, logOdds: part }) => ({
    label: reasonWords(column, value, typeof value === 'number' ? usualOf(column) : null),
    contribution: part,
  }))
  const rest = logOdds - base - words.reduce((sum, { contribution }) => sum + contribution, 0)
  const factors = inShares(base, logOdds, [...words, { label: 'Everything else', contribution: rest }])
  return { base: sigmoid(base), factors }
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
