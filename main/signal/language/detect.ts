import type { Evidence } from '../../../shared/model/signal.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import { objectsOf, ofEvents, simpleMeasures } from '../../../shared/trigger/measures/measures.ts'
import type { Scalar } from '../../../shared/trigger/measures/parts.ts'
import { type Comparison, type Condition, thresholdOf } from '../../../shared/trigger/trigger.ts'
import { meterOf, objectKindOf, planMeasure, readsAccount } from '../measures/measures.ts'
import { attributeOf } from '../meter/dates.ts'
import { type Meter, steady } from '../meter/meter.ts'
import { type AccountFacts, lookback, type MeasurePlan, readsProperties } from '../meter/rows.ts'
import { compare, type Truth, turnsAfter } from './change.ts'
import { figuresOf } from './figures.ts'
import { isUnknown, type Lacking, NOTHING_LACKS } from './supply.ts'

/** A condition made ready: its comparisons in order of appearance, and a tree that names them by position. */
export interface ConditionPlan {
  tree: Tree
  comparisons: Planned[]
}
interface Planned {
  comparison: Comparison
  measure: MeasurePlan
  threshold: ReturnType<typeof thresholdOf>
  /** No source supplies what it measures. */
  unknown: boolean
}
type Tree = { is: number } | { all: Tree[] } | { any: Tree[] } | { not: Tree }

/** Which events a set of conditions needs: the longest look back, whether properties are read, and the latest one however old. */
export interface Need {
  kind: string
  lookback: number
  properties: boolean
  latest: boolean
}

/** A plan with one account's facts in it. */
export interface Bound {
  plan: ConditionPlan
  meters: Meter[]
  facts: AccountFacts
}

export interface Detection extends Evidence {
  holds: boolean
}

/** Evidence is for people: the newest rows suffice. */
const MOST_ROWS = 200
/** Turns of single comparisons that are looked through for one of the whole; then the account is looked at again. */
const MOST_TURNS = 100

/** Makes a condition ready; what `lacking` names is unknown in it. */
export function planCondition(when: Condition, lacking: Lacking = NOTHING_LACKS): ConditionPlan {
  const comparisons: ConditionPlan['comparisons'] = []
  const walk = (condition: Condition): Tree => {
    if ('all' in condition) return { all: condition.all.map(walk) }
    if ('any' in condition) return { any: condition.any.map(walk) }
    if ('not' in condition) return { not: walk(condition.not) }
    const measure = planMeasure(condition.measure)
    const unknown = isUnknown(condition, lacking)
    return { is: comparisons.push({ comparison: condition, measure, threshold: thresholdOf(condition), unknown }) - 1 }
  }
  return { tree: walk(when), comparisons }
}

const partsRead = (plans: readonly ConditionPlan[]) =>
  plans.flatMap(plan => plan.comparisons).flatMap(({ comparison }) => simpleMeasures(comparison.measure))

/** The union of what several conditions read of events, one entry for each kind. */
export function needsOf(plans: readonly ConditionPlan[]): Need[] {
  const needs = new Map<string, Need>()
  for (const measure of partsRead(plans)) {
    if (!ofEvents(measure)) continue
    const { kind, where } = measure.events
    const plan = planMeasure(measure)
    const endless = lookback(plan) === Number.POSITIVE_INFINITY
    // The latest event of a kind is found by its index; the latest one with some property is not, nor with a field.
    const latest = endless && where === undefined && measure.type === 'since'
    const known = needs.get(kind)
    needs.set(kind, {
      kind,
      lookback: latest ? (known?.lookback ?? 0) : Math.max(known?.lookback ?? 0, lookback(plan)),
      properties: (known?.properties ?? false) || readsProperties(measure),
      latest: (known?.latest ?? false) || latest,
    })
  }
  return [...needs.values()]
}

/** The kinds of objects that several conditions read. */
export function objectKindsOf(plans: readonly ConditionPlan[]): string[] {
  const kinds = partsRead(plans)
    .map(objectKindOf)
    .filter(kind => kind !== null)
  return [...new Set(kinds)]
}

/** Whether any of them reads what is known of the account itself. */
export const readsAttributes = (plans: readonly ConditionPlan[]): boolean => partsRead(plans).some(readsAccount)

/** Whether any of them compares an amount of money, which depends on exchange rates. */
export const comparesAmounts = (plans: readonly ConditionPlan[]): boolean =>
  partsRead(plans).some(
    measure =>
      (measure.type === 'attribute' && measure.name === AMOUNT_ATTRIBUTE) || objectsOf(measure)?.amount !== undefined,
  )

export const bind = (plan: ConditionPlan, facts: AccountFacts): Bound => ({
  plan,
  facts,
  meters: plan.comparisons.map(({ measure, unknown }) => (unknown ? steady(null) : meterOf(measure, facts))),
})

/** The value of the comparison's measure at a position; null where it is undefined. */
export type ValueAt = (position: number) => Scalar | null

const tests = new WeakMap<ConditionPlan, (read: ValueAt) => Truth>()

/** A plan as functions that call each other: made once, then asked about each account. */
export function testOf(plan: ConditionPlan): (read: ValueAt) => Truth {
  const known = tests.get(plan)
  if (known) return known
  const test = testOfTree(plan.tree, plan)
  tests.set(plan, test)
  return test
}

function testOfTree(tree: Tree, plan: ConditionPlan): (read: ValueAt) => Truth {
  if ('is' in tree) {
    const { comparison, threshold } = plan.comparisons[tree.is] as Planned
    return testOfOne(tree.is, comparison.op, threshold)
  }
  if ('not' in tree) {
    const inner = testOfTree(tree.not, plan)
    return read => {
      const truth = inner(read)
      return truth === null ? null : !truth
    }
  }
  const deciding = 'any' in tree
  const parts = ('all' in tree ? tree.all : tree.any).map(part => testOfTree(part, plan))
  return read => {
    let known = true
    for (let i = 0; i < parts.length; i++) {
      const inner = (parts[i] as (read: ValueAt) => Truth)(read)
      if (inner === deciding) return deciding
      if (inner === null) known = false
    }
    return known ? !deciding : null
  }
}

const ORDERED: Partial<Record<Comparison['op'], (value: number, limit: number) => boolean>> = {
  '>=': (value, limit) => value >= limit,
  '>': (value, limit) => value > limit,
  '<=': (value, limit) => value <= limit,
  '<': (value, limit) => value < limit,
}

function testOfOne(position: number, op: Comparison['op'], limit: Scalar | Scalar[]): (read: ValueAt) => Truth {
  const ordered = ORDERED[op]
  if (typeof limit !== 'number' || !ordered) return read => compare(op, read(position), limit)
  return read => {
    const value = read(position)
    return typeof value === 'number' ? ordered(value, limit) : null
  }
}

/** What the comparison at a position compares, at `t`; null where it is undefined. */
export function valueAt({ plan, meters, facts }: Bound, position: number, t: number): Scalar | null {
  const measure = plan.comparisons[position]?.comparison.measure
  if (measure?.type === 'attribute') return attributeOf(facts, measure)
  return meters[position]?.value(t) ?? null
}

/** Whether the condition holds at `t`: facts dated later are as if they were not there. */
export const holdsAt = (bound: Bound, t: number): boolean =>
  testOf(bound.plan)(position => valueAt(bound, position, t)) === true

/** Whether the condition holds at `t`, with the measured figures and the rows that made it true. */
export function detect(bound: Bound, t: number): Detection {
  const { comparisons } = bound.plan
  const figures = bound.meters.flatMap((meter, i) =>
    figuresOf(comparisons[i]?.comparison.measure as Comparison['measure'], meter, i, t),
  )
  const seen = new Set<number>()
  bound.meters.forEach((meter, i) => {
    const one = comparisons[i]
    if (one && compare(one.comparison.op, valueAt(bound, i, t), one.threshold))
      for (const id of rowsBehind(meter, t)) seen.add(id)
  })
  return { holds: holdsAt(bound, t), figures, eventIds: [...seen].slice(0, MOST_ROWS) }
}

/** The events inside the window at `t` that add something, newest first. */
function rowsBehind({ behind }: Meter, t: number): number[] {
  if (!behind) return []
  const { rows } = behind
  const [from, to] = behind.window(t)
  const ids: number[] = []
  for (let i = to - 1; i >= Math.max(from, to - MOST_ROWS); i--) {
    const id = rows.ids[i]
    if (id !== undefined && (rows.amounts[i] !== 0 || rows.found[i] !== undefined)) ids.push(id)
  }
  return ids
}

/** The moment of the earliest event after `t`: nothing is known beyond it, so the account is due then. */
function firstFuture({ plan, facts }: Bound, t: number): number {
  let first = Number.POSITIVE_INFINITY
  for (const { comparison } of plan.comparisons)
    for (const measure of simpleMeasures(comparison.measure)) {
      if (!ofEvents(measure)) continue
      for (const { at } of facts.events.get(measure.events.kind) ?? []) if (at > t) first = Math.min(first, at)
    }
  return first
}

/**
 * When the answer changes by time alone; null when it never does. Never later than the truth. Where only changes up to
 * `until` matter and there is none, the answer is just some moment after `until`, or null.
 */
export function nextChange(bound: Bound, now: number, until = Number.POSITIVE_INFINITY): number | null {
  const future = firstFuture(bound, now)
  const turns = bound.plan.comparisons.map((_, i) => turnOf(bound, i, now, until))
  let before: boolean | null = null
  for (let n = 0; ; n++) {
    const next = Math.min(...turns)
    if (next >= future) return future === Number.POSITIVE_INFINITY ? null : future
    if (next > until) return next
    before ??= holdsAt(bound, now)
    if (n === MOST_TURNS || holdsAt(bound, next) !== before) return next
    turns.forEach((turn, i) => {
      if (turn <= next) turns[i] = turnOf(bound, i, next, until)
    })
  }
}

function turnOf({ plan, meters }: Bound, position: number, t: number, until: number): number {
  const { comparison, threshold } = plan.comparisons[position] as Planned
  return typeof threshold === 'number'
    ? turnsAfter(meters[position] as Meter, comparison.op, threshold, t, until)
    : Number.POSITIVE_INFINITY
}
