import { ofEvents } from '../../../shared/trigger/measures/measures.ts'
import { type Condition, measuresOf } from '../../../shared/trigger/trigger.ts'
import { objectKindOf, planMeasure } from '../measures/measures.ts'
import { lookback } from '../meter/rows.ts'
import type { EventNeed } from './facts.ts'

/** What some conditions look at, at `t` (UTC ms): the union, one entry for each kind of event or object. */
export function needsOfConditions(
  conditions: readonly Condition[],
  t: number,
): { events: EventNeed[]; objects: string[] } {
  const events = new Map<string, number | null>()
  const objects = new Set<string>()
  const need = (kind: string, after: number | null) => {
    const known = events.get(kind)
    events.set(kind, after === null || known === null ? null : Math.min(after, known ?? after))
  }
  for (const measure of conditions.flatMap(measuresOf)) {
    if (ofEvents(measure)) {
      const back = lookback(planMeasure(measure))
      need(measure.events.kind, back === Number.POSITIVE_INFINITY ? null : t - back)
    }
    const kind = objectKindOf(measure)
    if (kind !== null) objects.add(kind)
  }
  return { events: [...events].map(([kind, after]) => ({ kind, after })), objects: [...objects] }
}
