import { DAY } from '../../shared/duration.ts'
import { measureLabel } from '../../shared/event-words.ts'
import type { Evidence } from '../../shared/model.ts'
import type { Comparison, Condition } from '../../shared/trigger.ts'
import {
  edges,
  type History,
  lookback,
  type MeasurePlan,
  planMeasure,
  type Reading,
  type Row,
  readMeasure,
  readsProperties,
  rowsInWindow,
  rowsOf,
  stillMoves,
} from './measure.ts'

/** A condition made ready: its comparisons in order of appearance, and a tree that names them by position. */
export interface ConditionPlan {
  tree: Tree
  comparisons: { comparison: Comparison; measure: MeasurePlan }[]
}
type Tree = { is: number } | { all: Tree[] } | { any: Tree[] } | { not: Tree }

/** Which events a set of conditions needs: the longest look back, and whether properties are read. */
export interface Need {
  kind: string
  lookback: number
  properties: boolean
}

/** Undefined measures make a comparison neither true nor false, as NULL does in SQL; such a condition does not hold. */
type Truth = boolean | null

/** A plan with one account's rows in it. `knownUntil`: the first fact of the future, after which nothing was read. */
export interface Bound {
  plan: ConditionPlan
  rows: Row[][]
  history: History
}

export interface Detection extends Evidence {
  holds: boolean
}

/** Evidence is for people: the newest rows suffice. */
const MOST_ROWS = 200
/** How far ahead the next change is searched; later ones are found when that moment comes. Bounds the work. */
const HORIZON = 14 * DAY

export function planCondition(when: Condition): ConditionPlan {
  const comparisons: ConditionPlan['comparisons'] = []
  const walk = (condition: Condition): Tree => {
    if ('all' in condition) return { all: condition.all.map(walk) }
    if ('any' in condition) return { any: condition.any.map(walk) }
    if ('not' in condition) return { not: walk(condition.not) }
    return { is: comparisons.push({ comparison: condition, measure: planMeasure(condition.measure) }) - 1 }
  }
  return { tree: walk(when), comparisons }
}

/** The union of what several conditions read, one entry for each event kind. */
export function needsOf(plans: readonly ConditionPlan[]): Need[] {
  const needs = new Map<string, Need>()
  for (const { measure: plan } of plans.flatMap(p => p.comparisons)) {
    const { kind } = plan.measure.events
    const known = needs.get(kind)
    needs.set(kind, {
      kind,
      lookback: Math.max(known?.lookback ?? 0, lookback(plan)),
      properties: (known?.properties ?? false) || readsProperties(plan.measure),
    })
  }
  return [...needs.values()]
}

export const bind = (plan: ConditionPlan, history: History): Bound => ({
  plan,
  history,
  rows: plan.comparisons.map(({ measure }) => rowsOf(measure, history)),
})

const readingsAt = (bound: Bound, t: number): Reading[] =>
  bound.plan.comparisons.map(({ measure }, i) => readMeasure(measure, bound.rows[i] ?? [], t))

function truthOf(tree: Tree, truths: readonly Truth[]): Truth {
  if ('is' in tree) return truths[tree.is] ?? null
  if ('not' in tree) {
    const inner = truthOf(tree.not, truths)
    return inner === null ? null : !inner
  }
  const [parts, deciding] = 'all' in tree ? [tree.all, false] : [tree.any, true]
  const inner = parts.map(part => truthOf(part, truths))
  if (inner.includes(deciding)) return deciding
  return inner.includes(null) ? null : !deciding
}

function compare(op: Comparison['op'], value: number | null, threshold: number): Truth {
  if (value === null) return null
  if (op === '>=') return value >= threshold
  if (op === '>') return value > threshold
  if (op === '<=') return value <= threshold
  if (op === '<') return value < threshold
  return value === threshold
}

const truthsOf = (bound: Bound, readings: readonly Reading[]): Truth[] =>
  bound.plan.comparisons.map(({ comparison }, i) =>
    compare(comparison.op, readings[i]?.value ?? null, comparison.threshold),
  )

/** Whether the condition holds at `t`: facts dated later are as if they were not there. */
export const holdsAt = (bound: Bound, t: number): boolean =>
  truthOf(bound.plan.tree, truthsOf(bound, readingsAt(bound, t))) === true

/** Whether the condition holds at `t`, with the measured figures and the rows that made it true. */
export function detect(bound: Bound, t: number): Detection {
  const readings = readingsAt(bound, t)
  const truths = truthsOf(bound, readings)
  const holds = truthOf(bound.plan.tree, truths) === true
  const figures = bound.plan.comparisons.flatMap(({ measure }, i) => figuresOf(measure, readings[i], i))
  const seen = new Set<number>()
  bound.plan.comparisons.forEach(({ measure }, i) => {
    if (truths[i]) for (const row of rowsInWindow(measure, bound.rows[i] ?? [], t)) seen.add(row.id)
  })
  return { holds, figures, eventIds: [...seen].slice(0, MOST_ROWS) }
}

const rounded = (value: number) => Math.round(value * 100) / 100

/** `recent`, `recent2` … for what was measured; `rate`, `rate2` … for its share of the account's own normal. */
function figuresOf(plan: MeasurePlan, reading: Reading | undefined, position: number): Evidence['figures'] {
  if (!reading) return []
  const suffix = position === 0 ? '' : String(position + 1)
  const usual = reading.usual === null ? null : rounded(reading.usual)
  const label = measureLabel(plan.measure)
  const recent = { name: `recent${suffix}`, label, value: rounded(reading.recent), usual }
  if (reading.value === null || plan.measure.type !== 'rate') return [recent]
  return [recent, { name: `rate${suffix}`, label: 'share of normal', value: rounded(reading.value), usual: 1 }]
}

/** The moment of the earliest fact after `t`: nothing is known beyond it, so the account is due then. */
function firstFuture(bound: Bound, t: number): number {
  let first = Number.POSITIVE_INFINITY
  for (const { comparison } of bound.plan.comparisons)
    for (const { at } of bound.history.get(comparison.measure.events.kind) ?? []) if (at > t && at < first) first = at
  return first
}

/**
 * When the answer may change by time alone: the first later moment at which the condition turns, at most a fortnight
 * ahead (then it is looked at again); null when no event in any look back can move it any more.
 */
export function nextChange(bound: Bound, now: number): number | null {
  const future = firstFuture(bound, now)
  const { comparisons } = bound.plan
  const moves = comparisons.some(({ measure }, i) => stillMoves(measure, bound.rows[i] ?? [], now))
  if (!moves) return future === Number.POSITIVE_INFINITY ? null : future
  const until = Math.min(future, now + HORIZON)
  const moments = new Set(comparisons.flatMap(({ measure }, i) => edges(measure, bound.rows[i] ?? [], now, until)))
  const before = holdsAt(bound, now)
  for (const t of [...moments].sort((a, b) => a - b)) if (holdsAt(bound, t) !== before) return t
  return until
}
