import type { PredictTableAsk } from '../../../shared/predict/table-ask.ts'
import type { LeakSuspect, TableReport } from '../../../shared/predict/table-report.ts'
import type { TableVerdict } from '../learn/judge/judge-table.ts'
import { LEAST_OF_EACH } from '../learn/judge/usable.ts'
import { positivesOf } from '../learn/log-odds.ts'
import type { ReadTable } from './read-table.ts'

/** What is answered to who asked for a table to be judged. */
export function reportOf(ask: PredictTableAsk, read: ReadTable, verdict: TableVerdict): TableReport {
  const { usable, bins, lift, logLoss, brier, calibrationError, folds, drivers, repeated } = verdict
  const signal = usable.isUsable ? 'found' : usable.isEnough ? 'none' : 'few'
  const suspects: LeakSuspect[] = [
    ...verdict.suspects.map(({ column, auc }) => ({ column, why: 'alone' as const, auc, rows: null })),
    ...read.later.map(({ column, rows }) => ({ column, why: 'later' as const, auc: null, rows })),
  ]
  return {
    headline: headlineOf(signal, verdict, suspects.length),
    label: ask.label,
    positive: read.positive,
    rows: read.examples.labels.length,
    positives: positivesOf(read.examples.labels),
    judged: verdict.rows,
    ...{ signal, p: usable.p, gain: usable.gain, auc: usable.auc, logLoss, brier, calibrationError, bins, lift },
    ...{ folds, drivers, suspects, repeated, unused: read.unused, leftOut: read.leftOut },
  }
}

function headlineOf(
  signal: TableReport['signal'],
  { usable, positives, rows }: TableVerdict,
  suspects: number,
): string {
  const { value, low, high } = usable.auc
  const auc = `AUC ${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`
  const base = `${((100 * positives) / rows).toFixed(1)} % of ${rows.toLocaleString('en')} rows`
  if (signal === 'few')
    return `Too few rows to tell: ${positives} of ${rows} are positive, and at least ${LEAST_OF_EACH} of each kind are needed; rows of one group, and copies, count as one.`
  if (signal === 'none') return `No usable signal: predictions are no better than the base rate of ${base}. ${auc}.`
  const doubt = suspects === 0 ? '' : ' Look at the leak suspects first.'
  return `Usable signal: ${auc}, against a base rate of ${base}.${doubt}`
}
