import {
  type Measure,
  type MeasureOf,
  type MeasureType,
  relationOf,
} from '../../../shared/trigger/measures/measures.ts'
import type { History } from '../backtest/history.ts'
import { type Replay, relatedReplay } from '../backtest/replay.ts'
import type { ReplaySpan } from '../backtest/runs.ts'
import { type Meter, steady } from '../meter/meter.ts'
import { isRelatable } from '../meter/related.ts'
import { type AccountFacts, type MeasurePlan, planOf } from '../meter/rows.ts'
import { type Draft, ownKey } from '../warehouse/rows.ts'
import { type Expr, either, isSet } from '../warehouse/sql.ts'
import { age } from './age.ts'
import { anomaly } from './anomaly.ts'
import { attribute } from './attribute.ts'
import type { Computed, Parts } from './computed.ts'
import { count } from './count.ts'
import { days } from './days.ts'
import { last } from './last.ts'
import { late } from './late.ts'
import { max } from './max.ts'
import { novel } from './novel.ts'
import { objects } from './objects.ts'
import { rate } from './rate.ts'
import { ratio } from './ratio.ts'
import { since } from './since.ts'
import { stored } from './stored.ts'
import { sum } from './sum.ts'
import { until } from './until.ts'

/** How every measure of the language is computed; the compiler names the one that is missing. */
const COMPUTED: { readonly [Type in MeasureType]: Computed<Type> } = {
  age,
  anomaly,
  attribute,
  count,
  days,
  last,
  late,
  max,
  novel,
  objects,
  rate,
  ratio,
  since,
  stored,
  sum,
  until,
}

// The entry of a type takes measures of that type, which the compiler cannot follow through a look-up.
const of = (measure: Measure) => COMPUTED[measure.type] as unknown as Computed<MeasureType>

/** Makes a measure ready to be asked about many accounts. */
export const planMeasure = <M extends Measure>(measure: M): MeasurePlan<M> =>
  planOf(measure, of(measure).reading?.(measure))

const partPlans = new WeakMap<Measure, MeasurePlan>()
function partPlan(measure: Measure): MeasurePlan {
  const known = partPlans.get(measure)
  if (known) return known
  const plan = planMeasure(measure)
  partPlans.set(measure, plan)
  return plan
}

const parts: Parts = {
  live: (measure, facts) => meterOf(partPlan(measure), facts),
  warehouse: (draft, measure, path) => figureOf(draft, measure, path),
  replay: (history, measure, span) => replayOf(history, measure, span, true),
  note: measure => replayNote(measure),
  moves: measure => of(measure).moves ?? false,
  column: measure => columnName(measure),
}

/** The meter of a measure over one account's facts. */
export const meterOf = (plan: MeasurePlan, facts: AccountFacts): Meter =>
  isRelatable(relationOf(plan.measure), facts.self)
    ? of(plan.measure).live(plan as MeasurePlan<MeasureOf<MeasureType>>, facts, parts)
    : steady(null)

/** What a measure gives for an account inside a warehouse, as a number; NULL where it is undefined. */
export function figureOf(draft: Draft, measure: Measure, path: string): Expr {
  const figure = of(measure).warehouse(draft, measure, path, parts)
  const relation = relationOf(measure)
  if (relation === null || relation === 'this') return figure
  // For an object that does not say what is related to it nothing is known.
  return either(isSet(ownKey(draft, relation.this ?? 'id', path)), figure, { nothing: 'number' })
}

/** How a measure is replayed over a span; `within` a ratio it must be a number. */
export function replayOf(history: History, measure: Measure, span: ReplaySpan, within = false): Replay {
  const replay = of(measure).replay(history, measure, span, { reading: partPlan(measure).reading, parts, within })
  const relation = relationOf(measure)
  return relation === null || relation === 'this' ? replay : relatedReplay(relation, replay, span)
}

/** What stands in for what is not known, in one sentence; null where a measure is replayed as it was. */
export const replayNote = (measure: Measure): string | null => of(measure).note?.(measure, parts) ?? null

/** What a warehouse calls the figure of a measure, in short: `count payment_failed 14d`. */
export const columnName = (measure: Measure): string => of(measure).column(measure, parts)

/** The kind of objects that a measure reads; null where it reads none. */
export const objectKindOf = (measure: Measure): string | null => of(measure).objects?.(measure) ?? null

/** Whether a measure reads what is known of the account itself. */
export const readsAccount = (measure: Measure): boolean => of(measure).account?.(measure) ?? false
