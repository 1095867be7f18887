import type { RiskHistory } from '../../../shared/predict/risk-history.ts'
import type { ReadDb } from '../../cache/db.ts'
import { standingsOf } from '../../issue/door.ts'
import {
  changesBetween,
  type KeptScore,
  keptScore,
  keptScores,
  type RebuiltRisk,
  rebuiltRates,
  rebuiltScore,
  type TrainedBody,
  trainedBody,
} from '../../predict/door.ts'

/** Which risk: that of an account, or where an issue stood because of it. */
export interface HistoryAsk {
  accountId?: number | undefined
  issueId?: number | undefined
}

/** Changes of a risk that are drawn. */
const MOST_POINTS = 60
/** Models whose numbers stay in memory: the one before and the one in use. */
const REMEMBERED = 2

type Kept = RiskHistory['points'][number] & { rebuilt: () => RebuiltRisk | null }

/** Reads how risks went, from what was kept: a few rows and one model, so that a screen may ask. */
export function createRiskHistory(read: ReadDb): (ask: HistoryAsk) => RiskHistory {
  const bodies = new Map<number, TrainedBody | null>()
  const bodyOf = (id: number) => {
    const known = bodies.get(id)
    if (known !== undefined) return known
    if (bodies.size >= REMEMBERED) bodies.delete(bodies.keys().next().value ?? 0)
    const body = trainedBody(read, id)
    bodies.set(id, body)
    return body
  }
  const scored = (score: KeptScore, category: string | null = null): Kept => ({
    ...{ at: score.at, risk: score.risk, low: score.low, high: score.high },
    rebuilt: () => rebuiltScore(bodyOf(score.modelId), score, category),
  })
  const ofIssue = (issue: number): Kept[] =>
    standingsOf(read, issue, MOST_POINTS).map((standing): Kept => {
      const { since, risk, low, high, modelId, scoreId, base, factors, category } = standing
      const score = scoreId === null ? null : keptScore(read, scoreId)
      // Scores from before widths were kept with issues are of any trouble, as the issues then were.
      if (score) return { ...scored(score, category), at: since, risk, low: low ?? score.low, high: high ?? score.high }
      const rebuilt = () => (scoreId === null ? rebuiltRates({ modelId, risk, base: base ?? risk, factors }) : null)
      return { at: since, risk, low: null, high: null, rebuilt }
    })
  return ({ accountId, issueId }) => {
    const kept =
      issueId === undefined ? keptScores(read, accountId ?? 0, MOST_POINTS).map(one => scored(one)) : ofIssue(issueId)
    const [first, last] = kept.length < 2 ? [] : [kept[0]?.rebuilt(), kept.at(-1)?.rebuilt()]
    return {
      points: kept.map(({ at, risk, low, high }) => ({ at, risk, low, high })),
      changes: first && last ? changesBetween(first, last) : [],
    }
  }
}
