import { DAY } from '../../../shared/trigger/duration.ts'
import { query, statement, type WriteDb } from '../../cache/db.ts'
import { CHAMPION } from '../outcomes/trained-models.ts'
import type { AccountScore } from './score-accounts.ts'

/** A risk is looked at again after so long, because time alone moves it. */
const LOOKED_AFTER = DAY
/** Rows that one transaction takes away. */
const LOT = 500

/** What is shown of a risk: a change below a tenth of a percent is none. */
const shown = (share: number): number => Math.round(share * 1_000)

interface Current {
  scoreId: number
  modelId: number
  risk: number
  low: number
  high: number
}

const currentOf = (account: number) =>
  query<Current>(
    'SELECT score_id AS scoreId, model_id AS modelId, risk, low, high FROM account_risk WHERE account_id = ?',
    [account],
  )

/**
 * Keeps what a model said of some accounts at a moment: a score where it differs from the one in force by more than
 * rounding. Among accounts without a score, because they have left, none is in force any more.
 */
export function keepScores(
  tx: WriteDb,
  of: { modelId: number; at: number; accounts: readonly number[]; scores: readonly AccountScore[] },
): void {
  const scored = new Map(of.scores.map(score => [score.account, score]))
  for (const account of of.accounts) {
    const score = scored.get(account)
    const current = tx.get(currentOf(account))
    if (!score) {
      if (current) {
        tx.run(withoutCategories(account))
        tx.run(statement('DELETE FROM account_risk WHERE account_id = ?', [account]))
      }
    } else if (current && isSame(tx, current, score, of.modelId))
      tx.run(statement('UPDATE account_risk SET at = ? WHERE account_id = ?', [of.at, account]))
    else keepScore(tx, score, of)
  }
}

const WIDTH = ['risk', 'low', 'high'] as const
type ShownRisk = Record<(typeof WIDTH)[number], number>

type CategoryShown = ShownRisk & { category: string }

/** The risks of categories are read last: they need not be where the model or the risk of any trouble differs. */
const isSame = (tx: WriteDb, current: Current, score: AccountScore, modelId: number): boolean =>
  current.modelId === modelId &&
  isShownAlike(current, score) &&
  areAlike(tx.all(categoriesOf(score.account)), score.categories)

const areAlike = (known: readonly CategoryShown[], now: readonly CategoryShown[]): boolean =>
  known.length === now.length &&
  now.every(one => {
    const before = known.find(({ category }) => category === one.category)
    return before !== undefined && isShownAlike(before, one)
  })

const isShownAlike = (a: ShownRisk, b: ShownRisk): boolean => WIDTH.every(key => shown(a[key]) === shown(b[key]))

const categoriesOf = (account: number) =>
  query<CategoryShown>('SELECT category, risk, low, high FROM category_risk WHERE account_id = ?', [account])

const withoutCategories = (account: number) => statement('DELETE FROM category_risk WHERE account_id = ?', [account])

function keepScore(tx: WriteDb, score: AccountScore, { modelId, at }: { modelId: number; at: number }): void {
  const { account, risk, low, high, base, factors, categories, features } = score
  tx.run(withoutCategories(account))
  for (const one of categories)
    tx.run(
      statement(
        'INSERT INTO category_risk (account_id, category, risk, low, high, base, factors) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [account, one.category, one.risk, one.low, one.high, one.base, JSON.stringify(one.factors)],
      ),
    )
  const { lastId } = tx.run(
    statement('INSERT INTO score (account_id, at, model_id, risk, low, high, features) VALUES (?, ?, ?, ?, ?, ?, ?)', [
      ...[account, at, modelId, risk, low, high, features],
    ]),
  )
  tx.run(
    statement(
      `INSERT INTO account_risk (account_id, score_id, model_id, at, risk, low, high, base, factors)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET score_id = excluded.score_id,
         model_id = excluded.model_id, at = excluded.at, risk = excluded.risk, low = excluded.low, high = excluded.high,
         base = excluded.base, factors = excluded.factors`,
      [account, lastId, modelId, at, risk, low, high, base, JSON.stringify(factors)],
    ),
  )
}

/** Accounts whose risk was looked at too long ago, the longest ago first. */
export const staleRisks = (modelId: number, now: number, limit: number) =>
  query<{ id: number }>(
    `SELECT account_id AS id FROM account_risk INDEXED BY account_risk_at
     WHERE model_id = ? AND at <= ? ORDER BY at LIMIT ?`,
    [modelId, now - LOOKED_AFTER, limit],
  )

/** When the next risk is to be looked at again; null where there is none. */
export const riskDueAt = query<{ at: number | null }>(
  `SELECT min(at) + ${LOOKED_AFTER} AS at FROM account_risk INDEXED BY account_risk_at WHERE model_id = (${CHAMPION})`,
)

/** Scores of before a moment. Those in force stay, however old they are. */
export const oldScores = (before: number) =>
  query<{ id: number }>(
    `SELECT id FROM score s INDEXED BY score_at
     WHERE at < ? AND NOT EXISTS (SELECT 1 FROM account_risk r INDEXED BY account_risk_score WHERE r.score_id = s.id)
     ORDER BY at LIMIT ${LOT}`,
    [before],
  )

/** Takes some scores away. */
export const forgetScores = (tx: WriteDb, ids: readonly number[]): void =>
  void tx.run(statement('DELETE FROM score WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]))
