import { ANOMALY_THRESHOLD, anomalyScores } from '../../../main/signal/meter/anomaly.ts'
import { HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { beside, type Line } from '../figure.ts'
import { windowedGaussian } from './gaussian.ts'
import { type Labelled, labelledSeries } from './nab-data.ts'
import { best, judge, type Verdict } from './nab-score.ts'

/** After an alarm, further ones within this fold into it: for both alike. */
const REFRACTORY = 6 * HOUR
/** Windows of the peer: NAB's own and shorter ones; it is quoted with the one that suits it best. */
const WINDOWS = [
  [500, 50],
  [1000, 100],
  [2000, 100],
  [6400, 100],
] as const
const PEER = 'windowed Gaussian'

/**
 * Robust score and windowed Gaussian over NAB's series that are here, fixed parameters for all series, and for each the
 * one threshold that gives it the best NAB score (standard profile). Says on standard error where there is no data.
 */
export async function nab(print: (figure: Line) => void, quick: boolean): Promise<void> {
  const all = labelledSeries()
  if (!all) {
    process.stderr.write('nab: skipped, no ../shared/data/nab here\n')
    return
  }
  const scores = all.map(robustScores)
  const ours = best(all, scores, REFRACTORY)
  const peer = bestGaussian(all, quick)
  const shipped = judge(all, scores, ANOMALY_THRESHOLD, REFRACTORY)
  const note = noteOf(ours, peer, shipped)
  print({ figure: 'nab.detected', unit: 'share', ...beside(share(ours), PEER, share(peer)), note })
  print({ figure: 'nab.false_per_week', unit: '1/week', ...beside(rate(ours), PEER, rate(peer)), note })
  print({ figure: 'nab.score', unit: 'of 100', ...beside(ours.score, PEER, peer.score), note })
  const equal = atMost(rate(ours), all, peer.scores)
  print({
    figure: 'nab.detected_at_equal_false_alarms',
    unit: 'share',
    ...beside(share(ours), PEER, share(equal)),
    note: `Gaussian with the lowest threshold (${equal.threshold.toFixed(2)}) that gives no more false alarms than ours`,
  })
}

const share = ({ found, windows }: Verdict): number => found / windows
const rate = ({ falseAlarms, weeks }: Verdict): number => falseAlarms / weeks

/** Sizes of our scores; 0 where nothing can be said yet. */
const robustScores = ({ at, values }: Labelled): number[] =>
  anomalyScores(
    at.map((time, index) => ({ at: time, value: values[index] ?? Number.NaN })),
    { every: 5 * MINUTE },
  ).map(score => Math.abs(score ?? 0))

function bestGaussian(all: readonly Labelled[], quick: boolean): Verdict & { scores: number[][]; window: number } {
  const candidates = (quick ? WINDOWS.slice(-1) : WINDOWS).map(([size, step]) => {
    const scores = all.map(({ values }) => windowedGaussian(values, size, step))
    return { ...best(all, scores, REFRACTORY), scores, window: size }
  })
  return candidates.reduce((a, b) => (b.score > a.score ? b : a))
}

function atMost(most: number, all: readonly Labelled[], scores: readonly number[][]): Verdict {
  let threshold = 1
  let verdict = judge(all, scores, threshold, REFRACTORY)
  while (rate(verdict) > most && threshold < 1e6) {
    threshold *= 1.03
    verdict = judge(all, scores, threshold, REFRACTORY)
  }
  return verdict
}

const noteOf = (ours: Verdict, peer: Verdict & { window: number }, shipped: Verdict): string =>
  `${ours.windows} windows; one threshold each for all series, by best NAB score: ours ${ours.threshold.toFixed(2)}, ` +
  `Gaussian ${peer.threshold.toFixed(2)} (window ${peer.window}); alarms within 6 h fold for both; ` +
  `at the shipped threshold ${ANOMALY_THRESHOLD}: detected ${share(shipped).toFixed(3)}, ` +
  `${rate(shipped).toFixed(2)} false a week, score ${shipped.score.toFixed(1)}`
