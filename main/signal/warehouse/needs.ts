import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import { type Condition, measuresOf } from '../../../shared/trigger/trigger.ts'
import { ms } from './events.ts'
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
    if ('events' in measure) need(measure.events.kind, opensAt(measure, t))
    if ('object' in measure) objects.add(measure.object.kind)
    if ('date' in measure && 'object' in measure.date) objects.add(measure.date.object.kind)
  }
  return { events: [...events].map(([kind, after]) => ({ kind, after })), objects: [...objects] }
}

/** From when on a measure looks at events; null from the beginning. */
function opensAt(measure: Measure, t: number): number | null {
  const lengths = ['over', 'ago', 'baseline'] as const
  const written = lengths.flatMap(name => {
    const length = (measure as Record<string, unknown>)[name]
    return typeof length === 'string' ? [ms(length)] : []
  })
  return written.length === 0 ? null : written.reduce((after, length) => after - length, t)
}
