import {
  editorOf,
  MEASURE_TYPES,
  type Measure,
  type MeasureType,
  partsOf,
  takes,
  type Unit,
  unitOf,
} from '../../../shared/trigger/measures/measures.ts'
import type { Comparison } from '../../../shared/trigger/trigger.ts'

/** A measure of another kind that keeps the parts that both kinds have and that mean the same there. */
export function turnMeasure(measure: Measure, type: MeasureType): Measure {
  const before = Object.entries(measure).filter(([name]) => name !== 'type')
  const parts = partsOf(type)
  const kept = before.filter(([name, value]) => parts.some(part => part.name === name && takes(type, part.name, value)))
  return { type, ...editorOf(type).starts, ...Object.fromEntries(kept) } as Measure
}

/** The kinds that may stand within a ratio. */
export const PLAIN_TYPES = MEASURE_TYPES.filter(type => type !== 'ratio')

const STARTS: Record<Unit, { op: Comparison['op']; threshold: Comparison['threshold'] }> = {
  number: { op: '>=', threshold: 3 },
  share: { op: '<=', threshold: 0.5 },
  duration: { op: '>=', threshold: '10d' },
  text: { op: '=', threshold: 'Pro' },
}

/** A comparison with another measure; the threshold stays where it still means something. */
export function withMeasure(comparison: Comparison, measure: Measure): Comparison {
  const same = unitOf(comparison.measure) === unitOf(measure)
  return same ? { ...comparison, measure } : { measure, ...STARTS[unitOf(measure)] }
}

/** What a new line begins as. */
export const newComparison = (kind = 'login'): Comparison => ({
  measure: { type: 'count', events: { kind }, over: '28d' },
  op: '>=',
  threshold: 3,
})
