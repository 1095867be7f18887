import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { EventMeasure } from '../../../shared/trigger/measures/measures.ts'
import { anomalyAt } from './anomaly.ts'
import { type AccountFacts, type MeasurePlan, type Rows, rowsOf, total, upTo } from './measure.ts'
import type { Meter } from './meter.ts'

type Plan = MeasurePlan<EventMeasure>

/** The meter of a measure of events. */
export function eventMeter(plan: Plan, facts: AccountFacts): Meter {
  const rows = rowsOf(plan, facts)
  if (plan.measure.type === 'anomaly') return anomalyMeter(plan, plan.measure, rows)
  const window = (t: number): [number, number] => {
    const end = t - plan.ago
    return [plan.over === Number.POSITIVE_INFINITY ? 0 : upTo(rows.at, end - plan.over), upTo(rows.at, end)]
  }
  const meter: Meter = {
    value: reader(plan, rows, window),
    nextEdge: edgesOf(plan, rows),
    moves: plan.measure.type === 'since',
    falls: (plan.measure.type === 'count' || plan.measure.type === 'sum') && rows.rising && plan.ago === 0,
    rows,
    window: ONE.includes(plan.measure.type) ? t => newest(window(t)) : window,
  }
  return plan.measure.type === 'rate' ? { ...meter, share: shareOf(plan, rows, plan.measure.minimum, window) } : meter
}

/** Measures of which one event is all the evidence. */
const ONE: readonly string[] = ['since', 'last']
const newest = ([from, to]: [number, number]): [number, number] => [Math.max(from, to - 1), to]

function edgesOf(plan: Plan, { at }: Rows): Meter['nextEdge'] {
  const offsets = [plan.ago]
  if (plan.over !== Number.POSITIVE_INFINITY) offsets.push(plan.ago + plan.over)
  if (plan.baseline > 0) offsets.push(plan.ago + plan.over + plan.baseline)
  return t => {
    let next = Number.POSITIVE_INFINITY
    for (const offset of offsets) {
      const entering = at[upTo(at, t - offset)]
      if (entering !== undefined && entering + offset < next) next = entering + offset
    }
    return next
  }
}

type Window = (t: number) => [number, number]

function reader(plan: Plan, rows: Rows, window: Window): Meter['value'] {
  const { measure } = plan
  switch (measure.type) {
    case 'count':
    case 'sum':
      return t => total(rows, ...window(t))
    case 'max':
      return t => largest(rows, ...window(t))
    case 'last':
      return t => latest(rows, ...window(t))
    case 'since':
      return t => {
        const at = rows.at[upTo(rows.at, t) - 1]
        return at === undefined ? null : t - at
      }
    case 'novel':
      return t => novelty(rows, upTo(rows.at, t - plan.over - plan.baseline), ...window(t))
    default: {
      const share = shareOf(plan, rows, measure.minimum, window)
      return t => {
        const { recent, usual } = share(t)
        return usual === null ? null : recent / usual
      }
    }
  }
}

function shareOf(plan: Plan, rows: Rows, minimum: number, window: Window) {
  return (t: number): { recent: number; usual: number | null } => {
    const [from, to] = window(t)
    const recent = total(rows, from, to)
    const begins = upTo(rows.at, t - plan.over - plan.baseline)
    const before = total(rows, begins, from)
    if (from - begins < minimum || before === 0) return { recent, usual: null }
    return { recent, usual: (before / plan.baseline) * plan.over }
  }
}

function largest({ amounts }: Rows, from: number, to: number): number | null {
  let best: number | null = null
  for (let i = from; i < to; i++) {
    const amount = amounts[i] ?? 0
    if (best === null || amount > best) best = amount
  }
  return best
}

/** The amount of the latest row; of several at the same moment the largest, so that the order of arrival says nothing. */
function latest(rows: Rows, from: number, to: number): number | null {
  let first = to
  while (first > from && rows.at[first - 1] === rows.at[to - 1]) first--
  return largest(rows, first, to)
}

function novelty({ found }: Rows, begins: number, from: number, to: number): number | null {
  if (begins === from) return null
  const known = new Set(found.slice(begins, from))
  return new Set(found.slice(from, to).filter(value => !known.has(value))).size
}

function anomalyMeter(plan: Plan, measure: Extract<EventMeasure, { type: 'anomaly' }>, rows: Rows): Meter {
  const every = parseDuration(measure.every) ?? 0
  const length = Math.max(2, Math.ceil(plan.baseline / every) + 1)
  // From the bucket of the first event in the look back: before it an account that is new was not silent, it was not there.
  const bucketsAt = (t: number): Float64Array => {
    const end = Math.floor(t / every)
    const from = upTo(rows.at, (end - length) * every - 1)
    const first = Math.floor((rows.at[from] ?? t) / every)
    const buckets = new Float64Array(Math.max(0, end - first))
    for (let i = from; i < rows.at.length; i++) {
      const place = Math.floor((rows.at[i] ?? 0) / every) - first
      if (place >= buckets.length) break
      buckets[place] = (buckets[place] ?? 0) + (rows.amounts[i] ?? 0)
    }
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
    rows,
    window: t => {
      const end = Math.floor(t / every) * every - 1
      return [upTo(rows.at, end - every), upTo(rows.at, end)]
    },
  }
}
