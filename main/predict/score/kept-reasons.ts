import type { Factor } from '../../../shared/model/issue.ts'
import type { RiskReasons } from '../../../shared/predict/report-card.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { FeatureTable } from '../learn/data/feature-table.ts'
import { differenceOf } from '../learn/explain/difference.ts'
import { type Explanation, explainRow } from '../learn/explain/explain.ts'
import { type CategoryHead, headFor } from '../learn/heads/category-head.ts'
import { logit } from '../learn/log-odds.ts'
import { type RiskModel, scoresWithWidths } from '../learn/risk-model.ts'
import type { FeatureMeasure } from '../outcomes/feature-measures.ts'
import { changeWords, reasonWords } from '../outcomes/reasons.ts'
import type { TrainedBody } from '../outcomes/trained-models.ts'
import { alignedTo, type LearnedColumn, unpackedRow } from './packed.ts'

/** A kept score of an account. */
export interface KeptScore {
  id: number
  at: number
  modelId: number
  risk: number
  low: number
  high: number
  features: Uint8Array
}

const COLUMNS = 'id, at, model_id AS modelId, risk, low, high, features'

const scoreOf = (id: number) => query<KeptScore>(`SELECT ${COLUMNS} FROM score WHERE id = ?`, [id])
/** The latest score of an account by a moment. */
export const latestScore = (account: number, at: number) =>
  query<KeptScore>(
    `SELECT ${COLUMNS} FROM score INDEXED BY score_account WHERE account_id = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1`,
    [account, at],
  )

const scoresOf = (account: number, limit: number) =>
  query<KeptScore>(
    `SELECT ${COLUMNS} FROM score INDEXED BY score_account WHERE account_id = ? ORDER BY at DESC, id DESC LIMIT ?`,
    [account, limit],
  )

/** The latest scores of an account, in order of time. */
export const keptScores = (db: ReadDb, account: number, limit: number): KeptScore[] =>
  db.all(scoresOf(account, limit)).reverse()

/** A kept score by its row; null where it was too old to be kept. */
export const keptScore = (db: ReadDb, id: number): KeptScore | null => db.get(scoreOf(id)) ?? null

/** The score of an account that was in force at a moment; null where none was. */
export const keptScoreAt = (db: ReadDb, account: number, at: number): KeptScore | null =>
  db.get(latestScore(account, at)) ?? null

/** A risk with what it was made of, taken apart again. */
export interface RebuiltRisk {
  modelId: number
  risk: number
  /** Null where base rates made it, which have no width. */
  width: { low: number; high: number } | null
  explained: Explanation
  /** What the model was asked with; null for base rates. */
  asked: {
    model: RiskModel
    /** Null where the risk is that of any trouble. */
    head: CategoryHead | null
    columns: LearnedColumn[]
    table: FeatureTable
    measures: FeatureMeasure[]
    horizonDays: number
  } | null
}

/**
 * Asks the model of a kept score again, with the features that it was asked with. An issue of a category was scored by the
 * model’s head for it, if it has one.
 */
export function rebuiltScore(
  body: TrainedBody | null,
  { modelId, features, ...any }: KeptScore,
  category: string | null = null,
): RebuiltRisk | null {
  if (!body?.model) return null
  const { model } = body
  const table = unpackedRow(body.columns, features)
  const head = headFor(model.heads, category)
  const { risk, low, high } = (head && scoresWithWidths(model, table, [head])[0]?.[0]) ?? any
  return {
    ...{ modelId, risk, width: { low, high }, explained: explainRow(model, table, 0, head) },
    asked: {
      ...{ model, head, columns: body.columns, table },
      ...{ measures: body.measures, horizonDays: body.card.horizonDays },
    },
  }
}

/** A risk by base rates, from the factors that were kept with it. Each is a part of the way from the base in log odds. */
export function rebuiltRates(of: {
  modelId: number
  risk: number
  base: number
  factors: readonly Factor[]
}): RebuiltRisk {
  const { modelId, risk } = of
  const [base, logOdds] = [logit(of.base), logit(risk)]
  const sum = of.factors.reduce((total, { contribution }) => total + contribution, 0)
  const stretch = sum === 0 ? 0 : (logOdds - base) / sum
  const contributions = of.factors.map(({ label, contribution }) => ({
    ...inTwo(label),
    logOdds: stretch * contribution,
  }))
  return { modelId, risk, width: null, explained: { base, logOdds, contributions }, asked: null }
}

/** `Uses in 28 days: 12 (usually 41)` as a name and its value. */
function inTwo(label: string): { column: string; value: string | null } {
  const at = label.lastIndexOf(': ')
  return at < 0 ? { column: label, value: null } : { column: label.slice(0, at), value: label.slice(at + 2) }
}

type Moment = RebuiltRisk & { at: number }

/** Risk, width and reasons of a kept risk, and its difference to another one as named changes that add up. */
export function keptReasons(
  { at, ...now }: Moment,
  before: Moment | null,
  usualOf: (column: string) => number | null,
): Pick<RiskReasons, 'now' | 'base' | 'contributions' | 'before'> {
  return {
    now: pointOf(now, at),
    base: now.explained.base,
    contributions: now.explained.contributions.map(({ column, value, logOdds }) => {
      const usual = typeof value === 'number' ? usualOf(column) : null
      return { column, value, usual, logOdds, words: reasonWords(column, value, usual) }
    }),
    before: before && { ...pointOf(before, before.at), changes: changesBetween(before, now) },
  }
}

const pointOf = ({ risk, width, explained }: RebuiltRisk, at: number) => ({
  ...{ at, risk, low: width?.low ?? null, high: width?.high ?? null },
  logOdds: explained.logOdds,
})

/** What the later of two risks differs by from the earlier one, in log odds: named changes that add up. */
export const changesBetween = (before: RebuiltRisk, now: RebuiltRisk) =>
  differenceOf(before.explained, now.explained, middleOf(before, now)).map(changeWords)

/** What the later way of scoring says of the earlier facts: what differs by it alone is a change of its own. */
function middleOf(before: RebuiltRisk, now: RebuiltRisk): Explanation {
  if (before.modelId === now.modelId && before.explained.base === now.explained.base) return before.explained
  if (before.asked && now.asked) {
    const { model, head, columns } = now.asked
    return explainRow(model, alignedTo(columns, before.asked.table), 0, head)
  }
  const { base } = now.explained
  if (before.asked || now.asked) return { base, logOdds: base, contributions: [] }
  const { contributions } = before.explained
  return { base, contributions, logOdds: contributions.reduce((sum, { logOdds }) => sum + logOdds, base) }
}
