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

/** A measure of another kind that keeps the parts with the same meaning in both kinds. */
export function turnMeasure(measure: Measure, type: MeasureType): Measure {
  const before = Object.entries(measure).filter(([name]) => name !== 'type')
  const parts = partsOf(type)
  const kept = before.filter(([name, value]) => parts.some(part => part.name === name && takes(type, part.name, value)))
  return { type, ...editorOf(type).starts, ...Object.fromEntries(kept) } as Measure
}

/** The kinds allowed within a ratio. */
export const PLAIN_TYPES = MEASURE_TYPES.filter(type => type !== 'ratio')

const STARTS: Record<Unit, { op: Comparison['op']; threshold: Comparison['threshold'] }> = {
  number: { op: '>=', threshold: 3 },
  share: { op: '<=', threshold: 0.5 },
  duration: { op: '>=', threshold: '10d' },
  text: { op: '=', threshold: 'Pro' },
}

/** A comparison with another measure. The threshold is kept where the unit is the same. */
export function withMeasure(comparison: Comparison, measure: Measure): Comparison {
  const same = unitOf(comparison.measure) === unitOf(measure)
  return same ? { ...comparison, measure } : { measure, ...STARTS[unitOf(measure)] }
}

/** A new line. */
export const newComparison = (kind = 'login'): Comparison => ({
  measure: { type: 'count', events: { kind }, over: '28d' },
  op: '>=',
  threshold: 3,
})
