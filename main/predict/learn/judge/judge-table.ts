import { LARGE } from '../candidates.ts'
import type { Examples } from '../data/feature-table.ts'
import { takeExamples, taken } from '../data/feature-table.ts'
import { explainRow } from '../explain/explain.ts'
import { logit, positiveShare, positivesOf, rarerOf } from '../log-odds.ts'
import { orderOf } from '../order.ts'
import { seeded } from '../random.ts'
import { type RiskModel, risksOf } from '../risk-model.ts'
import { train } from '../train.ts'
import { aucAlone } from './alone.ts'
import { aucOf } from './auc.ts'
import { type Fold, forwardFolds, type Groups, stratifiedFolds } from './folds.ts'
import { brierOf, calibrationError, liftOf, logLossOf, type RiskBin, riskBins } from './goodness.ts'
import { findTwins } from './twins.ts'
import { LEAST_OF_EACH, type Usable, usableSignal } from './usable.ts'

export interface JudgeAsk {
  examples: Examples
  /** When each row was; null: rows have no order. */
  times: Float64Array | null
  /** Rows of one account, for example, that must not be parted. */
  groups?: Groups
  folds: number
  seed: number
  /** Hears a share from 0 to 1. */
  onProgress?: (share: number) => void
}

/** How well the label can be predicted by models that have not seen what they are judged by. */
export interface TableVerdict {
  /** Rows that were judged, and how many of them are positive. */
  rows: number
  positives: number
  usable: Usable
  logLoss: { model: number; base: number }
  brier: { model: number; base: number }
  bins: RiskBin[]
  calibrationError: number
  lift: number
  folds: { train: number; test: number; positives: number; auc: number; kind: RiskModel['fit']['is'] }[]
  /** Columns that predict nearly perfectly with nothing else. */
  suspects: { column: string; auc: number }[]
  /** Rows that repeat others; they were kept in one fold. */
  repeated: number
  drivers: Driver[]
}

/** A column by what it moves: mean absolute contribution in log odds, as a share of all. */
export interface Driver {
  column: string
  share: number
  /** Whether the risk rises with the number; null where it is no number, or it goes both ways. */
  direction: 'up' | 'down' | null
}

/** A column alone that orders nearly all pairs is more likely to know the answer than to foretell it. */
const SUSPICIOUS = 0.98
/** A column alone is judged as well by so many rows as by all. */
const LOOKED_AT = 20_000
/** Rows of each fold whose risks are taken apart for the drivers. */
const EXPLAINED = 200

/** Judges the examples by folds, each with a model that chose its kind and its calibration within its own training rows. */
export function judgeTable(ask: JudgeAsk): TableVerdict {
  const { examples, times, seed, onProgress = () => {} } = ask
  const { labels, table } = examples
  const { repeated, groups } = findTwins(table, ask.groups)
  const random = seeded(seed)
  const outer = times ? forwardFolds(times, groups, ask.folds) : stratifiedFolds(labels, groups, ask.folds, random)
  const drive = new Drivers()
  const parts = outer.map((fold, at) => {
    const inner = innerFolds(fold.train, { labels, groups, times }, random)
    const { model } = train({
      examples: takeExamples(examples, fold.train),
      folds: inner,
      seed,
      onFit: (done, total) => onProgress((at + done / total) / outer.length),
    })
    const test = takeExamples(examples, fold.test)
    drive.add(model, test)
    const base = positiveShare(taken(labels, new Uint8Array(fold.train.length), fold.train))
    return { fold, test, model, base, risks: risksOf(model, test.table) }
  })
  const judged = Int32Array.from(parts.flatMap(({ fold }) => [...fold.test]))
  const truth = taken(labels, new Uint8Array(judged.length), judged)
  const risks = Float64Array.from(parts.flatMap(part => [...part.risks]))
  const bases = Float64Array.from(parts.flatMap(({ risks, base }) => Array.from(risks, () => base)))
  const bins = riskBins(risks, truth)
  return {
    rows: judged.length,
    positives: positivesOf(truth),
    usable: usableSignal(
      { risks, order: Float64Array.from(parts.flatMap(({ risks }) => [...withinFold(risks)])) },
      bases,
      truth,
      taken(groups, new Int32Array(judged.length), judged),
    ),
    logLoss: { model: logLossOf(risks, truth), base: logLossOf(bases, truth) },
    brier: { model: brierOf(risks, truth), base: brierOf(bases, truth) },
    bins,
    calibrationError: calibrationError(bins),
    lift: liftOf(risks, truth),
    folds: parts.map(({ fold, test, model, risks }) => ({
      train: fold.train.length,
      test: fold.test.length,
      positives: positivesOf(test.labels),
      auc: aucOf(risks, test.labels),
      kind: model.fit.is,
    })),
    suspects: suspectsIn(examples),
    repeated,
    drivers: drive.list(),
  }
}

/**
 * Log odds beside the middle of their fold: a fold with fewer positive rows leaves more of them to learn from, so the order of
 * the folds is reversed, and models that know nothing would order rows worse than chance.
 */
function withinFold(risks: Float64Array): Float64Array {
  const z = risks.map(logit)
  const middle = z[orderOf(z)[Math.floor((z.length - 1) / 2)] ?? 0] ?? 0
  return z.map(one => one - middle)
}

/** Folds within training rows, as places among them: one fifth of large data (the last one by time), else several. */
export function innerFolds(
  rows: Int32Array,
  { labels, groups, times }: { labels: Uint8Array; groups: Groups; times: Float64Array | null },
  random: () => number,
): Fold[] {
  const own = taken(groups, new Int32Array(rows.length), rows)
  const isLarge = rows.length > LARGE
  // The first part of time alone is too little to learn from.
  if (times) return forwardFolds(taken(times, new Float64Array(rows.length), rows), own, 4).slice(isLarge ? -1 : 1)
  const known = taken(labels, new Uint8Array(rows.length), rows)
  return stratifiedFolds(known, own, isLarge ? 5 : 4, random).slice(0, isLarge ? 1 : 4)
}

/** Among a few rows of a kind, a column orders all pairs by chance. */
function suspectsIn(examples: Examples): TableVerdict['suspects'] {
  if (rarerOf(examples.labels) < LEAST_OF_EACH) return []
  const every = Math.ceil(examples.table.rows / LOOKED_AT)
  const rows = Int32Array.from({ length: Math.floor(examples.table.rows / every) }, (_, at) => at * every)
  const some = takeExamples(examples, rows)
  return some.table.columns
    .map(column => ({ column: column.name, auc: aucAlone(some, column) }))
    .filter(({ auc }) => auc >= SUSPICIOUS)
}

/** What drives a model's risks of rows that it has not seen, the largest first. */
export function driversOf(model: RiskModel, test: Examples): Driver[] {
  const drivers = new Drivers()
  drivers.add(model, test)
  return drivers.list()
}

/** Adds up what columns contribute to risks of rows that their model has not seen. */
class Drivers {
  private readonly sums = new Map<
    string,
    { size: number; n: number; x: number; xx: number; y: number; yy: number; xy: number }
  >()

  add(model: RiskModel, test: Examples): void {
    const every = Math.max(1, Math.floor(test.table.rows / EXPLAINED))
    for (let row = 0; row < test.table.rows; row += every)
      for (const { column, value, logOdds: y } of explainRow(model, test.table, row).contributions) {
        const sum = this.sums.get(column) ?? { size: 0, n: 0, x: 0, xx: 0, y: 0, yy: 0, xy: 0 }
        this.sums.set(column, sum)
        sum.size += Math.abs(y)
        if (typeof value !== 'number') continue
        sum.n++
        sum.x += value
        sum.xx += value * value
        sum.y += y
        sum.yy += y * y
        sum.xy += value * y
      }
  }

  list(): Driver[] {
    const all = [...this.sums.values()].reduce((sum, { size }) => sum + size, 0)
    return [...this.sums]
      .map(([column, { size, n, x, xx, y, yy, xy }]) => {
        const spread = Math.sqrt((xx - (x * x) / n) * (yy - (y * y) / n))
        const correlation = n > 1 && spread > 0 ? (xy - (x * y) / n) / spread : 0
        const direction = correlation > 0.5 ? ('up' as const) : correlation < -0.5 ? ('down' as const) : null
        return { column, share: all === 0 ? 0 : size / all, direction }
      })
      .sort((a, b) => b.share - a.share)
  }
}
