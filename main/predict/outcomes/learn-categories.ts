import type { CategoryCard } from '../../../shared/predict/report-card.ts'
import { type Examples, taken } from '../learn/data/feature-table.ts'
import { type CategoryHead, headFor } from '../learn/heads/category-head.ts'
import { trainHeads } from '../learn/heads/train-heads.ts'
import { aucMeasured } from '../learn/judge/auc.ts'
import { goodnessOf, logLossOf, riskBins } from '../learn/judge/goodness.ts'
import { isBetterThan, LEAST_OF_EACH, ordersBeyondChance } from '../learn/judge/usable.ts'
import { positiveShare, positivesOf } from '../learn/log-odds.ts'
import { type RiskModel, risksByHead } from '../learn/risk-model.ts'
import type { Trained } from '../learn/train.ts'
import type { CategoryRows } from './category-rows.ts'
import type { OutcomeTable } from './outcome-table.ts'

/** Where fewer contacts tell what they were about, most of what follows could be about anything. */
const LEAST_TOLD = 0.5
/** Fewer moments that were followed by a ticket about a category teach nothing about it. */
const LEAST_CASES = 30

/** Rows of an outcome table that teach and that judge, and what the latter look like. */
export interface PartedRows {
  earlier: Int32Array
  latest: Int32Array
  test: Examples
  /** Accounts of the latter: what happens to one at two moments is no two draws. */
  whose: Float64Array
}

/** A category as far as tickets tell it. */
interface Told {
  category: CategoryRows['category']
  /** Labels of the rows that teach, and of those that judge. */
  known: Uint8Array
  judging: Uint8Array
  cases: number
  judged: CategoryCard['judged']
  /** Why no head can be learned; null where one can. */
  lacking: string | null
}

/** Categories of a table, and what is lacking to learn each of them. */
function toldCategories({ categories, contacts }: OutcomeTable, { earlier, latest }: PartedRows): Told[] {
  const share = contacts.told / Math.max(1, contacts.all)
  return categories.map(({ category, labels, told }) => {
    const of = (from: Uint8Array, rows: Int32Array) => taken(from, new Uint8Array(rows.length), rows)
    const judging = of(labels, latest)
    const cases = positivesOf(of(told, earlier))
    const judged = { positives: positivesOf(judging), told: positivesOf(of(told, latest)) }
    const lacking = share < LEAST_TOLD ? tooFewTell(share) : lackingCases(cases, judged.told)
    return { category, known: of(labels, earlier), judging, cases, judged, lacking }
  })
}

const tooFewTell = (share: number): string =>
  `${Math.round(100 * share)} % of the tickets tell what they are about; at least half of them must.`

function lackingCases(cases: number, judged: number): string | null {
  if (cases < LEAST_CASES)
    return `Too few tickets about this category to learn from: they followed ${cases} moments, and at least ${LEAST_CASES} are needed.`
  return judged < LEAST_OF_EACH
    ? `Too few tickets about this category to judge by: they followed ${judged} moments, and at least ${LEAST_OF_EACH} are needed.`
    : null
}

/**
 * Learns how the risk of a ticket about each category differs from that of any ticket. A head is kept where, on outcomes that
 * it has not seen, it orders accounts beyond chance and has less loss than the risk of any ticket.
 */
export function learnCategories(
  trained: Trained,
  table: OutcomeTable,
  rows: PartedRows,
): { heads: CategoryHead[]; cards: CategoryCard[] } {
  const all = toldCategories(table, rows)
  const learnable = all.filter(({ lacking }) => lacking === null)
  const heads = trainHeads(
    trained,
    learnable.map(({ category, known }) => ({ category, labels: known })),
  )
  const [any, ...own] = risksByHead(trained.model, rows.test.table, [null, ...heads]) as [
    Float64Array,
    ...Float64Array[],
  ]
  const judged = all.map(told => {
    const at = heads.findIndex(({ category }) => category === told.category)
    const risks = own[at]
    const card = risks ? judgedCard(told, risks, { rows, any, claims: heads.length }) : emptyCard(told)
    return { head: heads[at], card }
  })
  return {
    heads: judged.flatMap(({ head, card }) => (head && card.isOwn ? [head] : [])),
    cards: judged.map(({ card }) => card),
  }
}

const emptyCard = ({ category, cases, judged, lacking }: Told): CategoryCard => ({
  ...{ category, cases, judged, isOwn: false, why: lacking ?? '' },
  ...{ auc: null, model: null, base: null, any: null, bins: [] },
})

function judgedCard(
  { category, known, judging, cases, judged }: Told,
  risks: Float64Array,
  { rows, any, claims }: { rows: PartedRows; any: Float64Array; claims: number },
): CategoryCard {
  const bases = new Float64Array(judging.length).fill(positiveShare(known))
  const auc = aucMeasured(risks, judging, rows.whose)
  const [orders, isBetter] = [ordersBeyondChance(auc, claims), isBetterThan(risks, any, judging, rows.whose)]
  return {
    ...{ category, cases, judged, auc, model: goodnessOf(risks, judging), any: goodnessOf(any, judging) },
    ...{ base: goodnessOf(bases, judging), bins: riskBins(risks, judging) },
    ...{ isOwn: orders && isBetter, why: whyOf(orders, isBetter) },
  }
}

function whyOf(orders: boolean, isBetter: boolean): string {
  if (!orders) return 'The model predicts tickets about this category no better than chance.'
  return isBetter
    ? 'The category’s own risk predicts its tickets better than chance, and better than the risk of any ticket.'
    : 'The risk of any ticket predicts tickets about this category as well or better.'
}

/**
 * Mean loss of what issues are scored with, over any ticket and each category that tickets tell: what two models are
 * compared by.
 */
export function askedLoss(model: RiskModel, table: OutcomeTable, rows: PartedRows): number {
  const told = toldCategories(table, rows).filter(({ lacking }) => lacking === null)
  const heads = told.map(({ category }) => headFor(model.heads, category))
  const truths = [rows.test.labels, ...told.map(({ judging }) => judging)]
  const losses = risksByHead(model, rows.test.table, [null, ...heads]).map((risks, at) =>
    logLossOf(risks, truths[at] as Uint8Array),
  )
  return losses.reduce((sum, loss) => sum + loss / losses.length, 0)
}
