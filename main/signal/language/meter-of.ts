import type { Measure } from '../../../shared/trigger/trigger.ts'
import { type AccountFacts, type MeasurePlan, planMeasure } from './measure.ts'
import type { Meter } from './meter.ts'
import { attributeOf, dateMeter, dateOf } from './meter-dates.ts'
import { eventMeter } from './meter-events.ts'
import { objectDateMeter, objectsMeter, storedMeter } from './meter-objects.ts'

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
