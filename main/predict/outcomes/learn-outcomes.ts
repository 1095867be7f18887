import type { ReportCard } from '../../../shared/predict/report-card.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { LARGE } from '../learn/candidates.ts'
import { type Examples, takeExamples, taken } from '../learn/data/feature-table.ts'
import { type Fold, stratifiedFolds } from '../learn/judge/folds.ts'
import { goodnessOf, liftOf, riskBins, warningCurve } from '../learn/judge/goodness.ts'
import { driversOf } from '../learn/judge/judge-table.ts'
import { LEAST_OF_EACH, usableSignal } from '../learn/judge/usable.ts'
import { positiveShare, positivesOf, rarerOf } from '../learn/log-odds.ts'
import { seeded } from '../learn/random.ts'
import { type RiskModel, risksOf } from '../learn/risk-model.ts'
import { train } from '../learn/train.ts'
import { accountTimeFolds } from './landmarks.ts'
import { askedLoss, learnCategories } from './learn-categories.ts'
import type { OutcomeTable } from './outcome-table.ts'

/** The model in use, and until when it had learned. */
export interface Champion {
  id: number
  model: RiskModel
  learnedTo: number
}

export interface LearnAsk {
  table: OutcomeTable
  horizon: number
  seed: number
  champion: Champion | null
  /** Labels of measures that could not be used. */
  without: readonly string[]
  onProgress: (share: number) => void
}

/** A model that was trained, and its card. Null where there are too few outcomes to train on. */
export function learnOutcomes(ask: LearnAsk): { model: RiskModel; card: ReportCard } | null {
  const { table, horizon, seed, champion, without, onProgress } = ask
  const { earlier, latest, cut } = parted(table, horizon)
  const known = takeExamples(table.examples, earlier)
  const test = takeExamples(table.examples, latest)
  if (rarerOf(known.labels) < LEAST_OF_EACH || test.labels.length === 0) return null
  const origin = {
    accounts: taken(table.accounts, new Float64Array(earlier.length), earlier),
    times: taken(table.times, new Float64Array(earlier.length), earlier),
  }
  const trained = train({
    ...{ examples: known, folds: foldsOf(known, origin, horizon, seed), seed },
    onFit: (done, total) => onProgress((FITTING * done) / total),
  })
  const whose = taken(table.accounts, new Float64Array(latest.length), latest)
  const rows = { earlier, latest, test, whose }
  const categories = learnCategories(trained, table, rows)
  const model = { ...trained.model, heads: categories.heads }
  const base = positiveShare(known.labels)
  const bases = new Float64Array(latest.length).fill(base)
  const risks = risksOf(model, test.table)
  const usable = usableSignal(risks, bases, test.labels, whose)
  const rival = rivalOf(champion, cut, horizon)
  const before = rival && { id: rival.id, ...goodnessOf(risksOf(rival.model, test.table), test.labels) }
  const goodness = goodnessOf(risks, test.labels)
  const signal = usable.isUsable ? 'found' : usable.isEnough ? 'none' : 'few'
  const { chosen, why } = choice(
    signal,
    champion,
    rival,
    one => askedLoss(one, table, rows) - askedLoss(model, table, rows),
  )
  const bins = riskBins(risks, test.labels)
  const card: ReportCard = {
    horizonDays: horizon / DAY,
    kind: model.fit.is,
    learned: {
      rows: model.rows,
      positives: model.positives,
      accounts: new Set(origin.accounts).size,
      ...spanOfTimes(origin.times),
    },
    judged: {
      rows: latest.length,
      positives: positivesOf(test.labels),
      ...spanOfTimes(taken(table.times, new Float64Array(latest.length), latest)),
    },
    ...{
      signal,
      p: usable.p,
      gain: usable.gain,
      auc: usable.auc,
      model: goodness,
      base: goodnessOf(bases, test.labels),
    },
    ...{
      before,
      bins,
      lift: liftOf(risks, test.labels),
      curve: warningCurve(risks, test.labels),
      drivers: driversOf(model, test),
      categories: categories.cards,
      without: [...without],
      chosen,
      why,
    },
  }
  return { model, card }
}

/** The share of the progress that fits of the model of any trouble take; its heads take the rest. */
const FITTING = 0.9
/** The share of the landmarks that judge, the latest ones. */
const JUDGING = 0.3

/** The latest landmarks judge; what was known by the first of them teaches. */
function parted({ times }: OutcomeTable, horizon: number) {
  const moments = [...new Set(times)].sort((a, b) => a - b)
  const cut = moments[moments.length - Math.max(1, Math.floor(moments.length * JUDGING))] ?? Number.NaN
  const [earlier, latest]: [number[], number[]] = [[], []]
  for (let row = 0; row < times.length; row++) {
    if ((times[row] as number) >= cut) latest.push(row)
    else if ((times[row] as number) + horizon <= cut) earlier.push(row)
  }
  return { earlier: Int32Array.from(earlier), latest: Int32Array.from(latest), cut }
}

/** By accounts and time; with a single landmark before the last, by accounts alone. */
function foldsOf(
  known: Examples,
  origin: { accounts: Float64Array; times: Float64Array },
  horizon: number,
  seed: number,
): Fold[] {
  const isLarge = known.labels.length > LARGE
  const byTime = accountTimeFolds(origin, horizon, 4)
  if (byTime.length === 4 && byTime.every(({ train }) => rarerOf(takeExamples(known, train).labels) >= LEAST_OF_EACH))
    return isLarge ? byTime.slice(0, 1) : byTime
  return stratifiedFolds(known.labels, Int32Array.from(origin.accounts), 4, seeded(seed)).slice(0, isLarge ? 1 : 4)
}

/** The model in use, unless it has learned from outcomes that reach into those that judge. */
const rivalOf = (champion: Champion | null, cut: number, horizon: number): Champion | null =>
  champion && champion.learnedTo + horizon <= cut ? champion : null

/** `gainOn`: by how much the new model’s loss is lower than another one’s. */
function choice(
  signal: ReportCard['signal'],
  champion: Champion | null,
  rival: Champion | null,
  gainOn: (other: RiskModel) => number,
): Pick<ReportCard, 'chosen' | 'why'> {
  if (signal === 'few')
    return {
      chosen: false,
      why: 'Too few outcomes of either kind to say whether the model is better than the base rate.',
    }
  if (signal === 'none')
    return {
      chosen: false,
      why: 'The new model is not better than the base rate beyond chance, so base rates are used.',
    }
  if (!champion)
    return {
      chosen: true,
      why: 'The new model is better than the base rate beyond chance, and no other model is in use.',
    }
  if (!rival)
    return {
      chosen: false,
      why: 'The model in use has learned from the outcomes that would judge both. Train again when newer ones have come.',
    }
  return gainOn(rival.model) > 0
    ? {
        chosen: true,
        why: 'The loss of the new model is lower than that of the one before, over any ticket and each category, on outcomes that neither had seen.',
      }
    : {
        chosen: false,
        why: 'The model in use has a loss as low or lower, over any ticket and each category, on outcomes that neither had seen.',
      }
}

const spanOfTimes = (times: Float64Array) => ({
  from: times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY),
  to: times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY),
})
