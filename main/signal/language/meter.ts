import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import type { AccountFacts, MeasurePlan, ObjectFact, Rows } from './measure.ts'
import { planMeasure } from './measure.ts'
import { attributeOf, dateMeter, dateOf } from './meter-dates.ts'
import { eventMeter } from './meter-events.ts'
import { objectDateMeter, objectsMeter, storedMeter } from './meter-objects.ts'

/** What a measure says about one account at any moment, and when that may change by time alone. */
export interface Meter {
  /** Null where it is undefined. */
  value(t: number): number | null
  /** The first moment after t at which the value may jump; Infinity when there is none. */
  nextEdge(t: number): number
  /** Between edges the value moves with time, in one direction; otherwise it stands still. */
  moves: boolean
  /** With time alone it can only fall. */
  falls: boolean
  /** The events behind it, as [from, to) of `rows` at a moment; absent where there are none. */
  rows?: Rows
  window?(t: number): [number, number]
  /** The objects behind it, where it measures objects. */
  objects?(t: number): readonly ObjectFact[]
  /** The plain amount in the window and what would be usual, where the value is a share of the usual. */
  share?(t: number): { recent: number; usual: number | null }
}

const NEVER = () => Number.POSITIVE_INFINITY

/** The meter of a measure over one account's facts. */
export function meterOf(plan: MeasurePlan, facts: AccountFacts): Meter {
  const { measure } = plan
  switch (measure.type) {
    case 'attribute': {
      const found = attributeOf(facts, measure.name)
      return { value: () => (typeof found === 'number' ? found : null), nextEdge: NEVER, moves: false, falls: false }
    }
    case 'age':
      return dateMeter(dateOf(facts, measure.date.attribute), 1)
    case 'until':
      return 'attribute' in measure.date
        ? dateMeter(dateOf(facts, measure.date.attribute), -1)
        : objectDateMeter(facts, measure.date.object, measure.date.field)
    case 'objects':
      return objectsMeter(facts, measure.object)
    case 'stored':
      return storedMeter(facts, measure)
    case 'ratio':
      return ratioMeter(meterOf(partPlan(measure.of), facts), meterOf(partPlan(measure.to), facts))
    default:
      return eventMeter({ ...plan, measure }, facts)
  }
}

const partPlans = new WeakMap<Measure, MeasurePlan>()
function partPlan(measure: Measure): MeasurePlan {
  const known = partPlans.get(measure)
  if (known) return known
  const plan = planMeasure(measure)
  partPlans.set(measure, plan)
  return plan
}

function ratioMeter(of: Meter, to: Meter): Meter {
  return {
    value: t => {
      const [upper, lower] = [of.value(t), to.value(t)]
      return upper === null || lower === null || lower === 0 ? null : upper / lower
    },
    nextEdge: t => Math.min(of.nextEdge(t), to.nextEdge(t)),
    moves: of.moves || to.moves,
    falls: false,
    ...(of.rows && of.window ? { rows: of.rows, window: of.window } : {}),
  }
}
