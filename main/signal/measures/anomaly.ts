import type { MeasureOf } from '../../../shared/trigger/measures/measures.ts'
import type { History } from '../backtest/history.ts'
import { amountOf, eventReplay, type Replay } from '../backtest/replay.ts'
import { pushRun, type ReplaySpan } from '../backtest/runs.ts'
import { anomalyAt } from '../meter/anomaly.ts'
import type { Meter } from '../meter/meter.ts'
import { type AccountFacts, type MeasurePlan, milliseconds, planOf, type Reading, rowsOf, upTo } from '../meter/rows.ts'
import { refuse } from '../warehouse/rows.ts'
import type { Computed } from './computed.ts'

type Anomaly = MeasureOf<'anomaly'>

export const anomaly: Computed<'anomaly'> = {
  // Silence in the latest buckets is an answer too, so they are looked at as long as they are part of the trend.
  reading: ({ every, baseline }) => ({ over: 3 * milliseconds(every), baseline: milliseconds(baseline) }),
  live: anomalyMeter,
  warehouse: (_, __, path) =>
    refuse(path, 'an anomaly needs the season of each account.', 'Use “rate”, or read these accounts as files.'),
  replay,
  column: ({ events }) => `anomaly ${events.kind}`,
}

function anomalyMeter({ measure, reading, ...plan }: MeasurePlan<Anomaly>, facts: AccountFacts): Meter {
  const rows = rowsOf({ ...plan, measure, reading }, facts)
  const every = milliseconds(measure.every)
  const length = Math.ceil(reading.baseline / every) + 1
  // From the bucket of the first event in the look back: before it an account that is new was not silent, it was not there.
  const bucketsAt = (t: number): number[] => {
    const end = Math.floor(t / every)
    const from = upTo(rows.at, (end - length) * every - 1)
    const first = Math.floor(Math.min(rows.at[from] ?? t, t) / every)
    const buckets = new Array<number>(end - first).fill(0)
    rows.at.slice(from, upTo(rows.at, end * every - 1)).forEach((at, n) => {
      const place = Math.floor(at / every) - first
      buckets[place] = (buckets[place] ?? 0) + (rows.amounts[from + n] ?? 0)
    })
    return buckets
  }
  return {
    value: t => anomalyAt(bucketsAt(t), every, measure.minimum, measure.field === undefined ? 'count' : 'metric'),
    // Every full bucket is a new answer, as long as something is in the look back.
    nextEdge: t =>
      (rows.at.at(-1) ?? Number.NEGATIVE_INFINITY) + (length + 1) * every > t
        ? (Math.floor(t / every) + 1) * every
        : Number.POSITIVE_INFINITY,
    moves: false,
    falls: false,
    behind: {
      rows,
      window: t => {
        const end = Math.floor(t / every) * every - 1
        return [upTo(rows.at, end - every), upTo(rows.at, end)]
      },
    },
  }
}

/** Bucket by bucket, with the reading that live evaluation uses. */
function replay(history: History, measure: Anomaly, span: ReplaySpan, { reading }: { reading: Reading }): Replay {
  const { events, field, every, baseline, ...rest } = measure
  // As far back as live evaluation reads: the first bucket may begin a whole one before the baseline.
  const from = span.start - reading.over - reading.baseline
  // The points are read and filtered already, so the live meter gets them as plain values.
  const plain: Anomaly = {
    ...rest,
    every,
    baseline,
    events: { kind: '' },
    ...(field === undefined ? {} : { field: 'value' }),
  }
  const plan = planOf(plain, reading)
  return eventReplay(history, { events, amount: amountOf(field), from, missing: Number.NaN }, span, (into, points) => {
    const list = Array.from({ length: points.n }, (_, id) => {
      const value = points.amount[id] as number
      return { id, at: points.at[id] as number, value: Number.isNaN(value) ? null : value, properties: '{}' }
    })
    const first = into.length
    const live = anomalyMeter(plan, { events: new Map([['', list]]) })
    for (let t = span.start; t <= span.end; t = live.nextEdge(t)) pushRun(into, first, t, live.value(t) ?? Number.NaN)
  })
}
