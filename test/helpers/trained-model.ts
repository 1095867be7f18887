import type Database from 'better-sqlite3'
import type { TrainedBody } from '../../main/predict/door.ts'
import { packedRow } from '../../main/predict/score/packed.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { NOON } from './builders.ts'

const goodness = { auc: 0.7, logLoss: 0.3, brier: 0.1, calibrationError: 0.01 }
const interval = { value: 0.1, low: 0.05, high: 0.15 }

/** A model that knows nothing but sign-ins in 28 days: log odds `intercept` − 0.5 for each ten above twenty. */
export const aTrainedBody = ({ intercept = -2, chosen = true } = {}): TrainedBody => ({
  card: {
    ...{ horizonDays: 7, kind: 'logistic', signal: 'found', p: 0.001, gain: interval, lift: 2 },
    learned: { rows: 100, positives: 10, accounts: 50, from: 0, to: DAY },
    judged: { rows: 40, positives: 10, from: 8 * DAY, to: 9 * DAY },
    auc: { value: 0.7, low: 0.6, high: 0.8 },
    ...{ model: goodness, base: { ...goodness, auc: 0.5, logLoss: 0.32 }, before: null },
    bins: [{ from: 0, to: 0.2, n: 40, predicted: 0.1, observed: 0.12 }],
    curve: [{ n: 40, k: 10 }],
    drivers: [{ column: 'sign-ins', share: 1, direction: 'down' }],
    ...{ categories: [], without: [], chosen, why: 'The model is small.' },
  },
  model: {
    terms: [{ column: 'sign-ins', is: 'number', sign: 0 }],
    fit: { is: 'logistic', intercept, weights: [-0.5], means: [20], scales: [10] },
    calibration: { is: 'line', slope: 1, intercept: 0 },
    widths: { scores: [], low: [0.1], high: [0.2] },
    ...{ rows: 100, positives: 10 },
  },
  measures: [
    { name: 'sign-ins', measure: { type: 'count', events: { kind: 'login' }, over: '28d' }, unit: 1, isWord: false },
  ],
  columns: [{ name: 'sign-ins', kind: 'number' }],
})

/** Log odds of that model. */
export const oddsOfSignIns = (n: number, intercept = -2): number =>
  intercept - 0.5 * Math.min(Math.max((n - 20) / 10, -5), 5)

/** Writes a model as a training leaves it; its id. */
export function putTrained(db: Database.Database, body: TrainedBody): number {
  const insert = "INSERT INTO model (kind, version, trained_at, body) VALUES ('learned', 1, 0, ?)"
  return Number(db.prepare(insert).run(JSON.stringify(body)).lastInsertRowid)
}

/** Two scores of an account by a model that is no longer in use, a day apart. */
export function putScores(db: Database.Database, account: number): void {
  const model = putTrained(db, aTrainedBody({ chosen: false }))
  const insert = db.prepare(
    'INSERT INTO score (account_id, at, model_id, risk, low, high, features) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const [day, signIns] of [30, 10].entries()) {
    const table = {
      rows: 1,
      columns: [{ name: 'sign-ins', kind: 'number' as const, values: Float64Array.of(signIns) }],
    }
    const risk = 1 / (1 + Math.exp(-oddsOfSignIns(signIns)))
    insert.run(account, NOON + (day - 1) * DAY, model, risk, 0.05, 0.3, packedRow(table, 0))
  }
}
