import type { Measure, MeasureOf, MeasureType } from '../../../shared/trigger/measures/measures.ts'
import type { History } from '../backtest/history.ts'
import type { Replay } from '../backtest/replay.ts'
import type { ReplaySpan } from '../backtest/runs.ts'
import type { Meter } from '../meter/meter.ts'
import type { AccountFacts, MeasurePlan, Reading } from '../meter/rows.ts'
import type { Draft } from '../warehouse/rows.ts'
import type { Expr } from '../warehouse/sql.ts'

/** How one kind of measure is computed, in each of the three engines. What it means is said beside its schema. */
export interface Computed<Type extends MeasureType> {
  /** How it reads events, where it is about events. */
  reading?: (measure: MeasureOf<Type>) => Partial<Reading>
  /** The kind of objects that it reads; null where it reads none. */
  objects?: (measure: MeasureOf<Type>) => string | null
  /** Whether it reads what is known of the account itself. */
  account?: (measure: MeasureOf<Type>) => boolean
  /** On this computer, for one account. */
  live(plan: MeasurePlan<MeasureOf<Type>>, facts: AccountFacts, parts: Parts): Meter
  /** Inside a warehouse, for all accounts, as an expression; NULL where undefined. */
  warehouse(draft: Draft, measure: MeasureOf<Type>, path: string, parts: Parts): Expr
  /** Over a span of the past, for many accounts. */
  replay(history: History, measure: MeasureOf<Type>, span: ReplaySpan, context: ReplayContext): Replay
  /** What stands in for what is not known of the past, in one sentence; null where it is replayed as it was. */
  note?: (measure: MeasureOf<Type>, parts: Parts) => string | null
  /** The value goes on with time itself. */
  moves?: true
  /** The few words by which a warehouse's column is called: `count payment_failed 14d`. */
  column(measure: MeasureOf<Type>, parts: Parts): string
}

/** What a replay may need beside its measure. */
export interface ReplayContext {
  reading: Reading
  parts: Parts
  /** It is a part of a ratio, so it must be a number. */
  within: boolean
}

/** The measures within a measure: a ratio asks for the two that it is made of. */
export interface Parts {
  live(measure: Measure, facts: AccountFacts): Meter
  warehouse(draft: Draft, measure: Measure, path: string): Expr
  replay(history: History, measure: Measure, span: ReplaySpan): Replay
  note(measure: Measure): string | null
  moves(measure: Measure): boolean
  column(measure: Measure): string
}
