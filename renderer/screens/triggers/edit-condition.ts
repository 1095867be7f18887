import type { Comparison, Measure } from '../../../shared/trigger/trigger.ts'

export type MeasureType = Measure['type']
type Loose = Record<string, unknown>

/** What a measure is compared with. */
export type Unit = 'number' | 'share' | 'duration' | 'text'
export const unitOf = (measure: Measure): Unit => {
  const { type } = measure as { type: string }
  if (type === 'stored') return 'relative' in measure && measure.relative ? 'share' : 'duration'
  if (type === 'since' || type === 'until' || type === 'age') return 'duration'
  if (type === 'rate' || type === 'ratio') return 'share'
  return type === 'attribute' ? 'text' : 'number'
}

const KEPT = ['events', 'field', 'over', 'ago', 'baseline', 'minimum', 'object', 'date', 'name']
const DEFAULTS: Record<string, Loose> = {
  count: { events: { kind: 'login' }, over: '28d' },
  sum: { events: { kind: 'feature_used' }, field: 'value', over: '28d' },
  max: { events: { kind: 'feature_used' }, field: 'value', over: '28d' },
  last: { events: { kind: 'feature_used' }, field: 'value' },
  since: { events: { kind: 'login' } },
  rate: { events: { kind: 'login' }, over: '28d', baseline: '180d', minimum: 8 },
  novel: { events: { kind: 'login' }, field: 'country', over: '7d', baseline: '90d' },
  anomaly: { events: { kind: 'error_seen' }, every: '1d', baseline: '56d', minimum: 14 },
  ratio: {
    of: { type: 'sum', events: { kind: 'feature_used' }, field: 'value', over: '28d' },
    to: { type: 'count', events: { kind: 'feature_used' }, over: '28d' },
  },
  attribute: { name: 'plan' },
  until: { date: { attribute: 'renews_at' } },
  age: { date: { attribute: 'signed_up_at' } },
  objects: { object: { kind: 'ticket' } },
  stored: { object: { kind: 'shipment' } },
}
/** Which parts a measure has; `?` marks those that may be absent. */
const PARTS: Record<string, readonly string[]> = {
  count: ['events', 'over', 'ago?'],
  sum: ['events', 'field', 'over', 'ago?'],
  max: ['events', 'field', 'over', 'ago?'],
  last: ['events', 'field', 'over?'],
  since: ['events'],
  rate: ['events', 'field?', 'over', 'baseline', 'minimum'],
  novel: ['events', 'field', 'over', 'baseline'],
  anomaly: ['events', 'field?', 'every', 'baseline', 'minimum'],
  ratio: ['of', 'to'],
  attribute: ['name'],
  until: ['date'],
  age: ['date'],
  objects: ['object'],
  stored: ['object', 'relative?'],
}
export const MEASURE_TYPES = Object.keys(PARTS)

/** The parts of a measure, `field` or `over` and so on, whether it has them now or may have them. */
export const partsOf = (type: string): { name: string; optional: boolean }[] =>
  (PARTS[type] ?? []).map(name => ({ name: name.replace('?', ''), optional: name.endsWith('?') }))

/** A measure of another kind that keeps what both kinds have. */
export function turnMeasure(measure: Measure, type: string): Measure {
  const before = measure as unknown as Loose
  const kept = Object.fromEntries(
    partsOf(type)
      .filter(({ name }) => KEPT.includes(name) && before[name] !== undefined && compatible(type, name, before))
      .map(({ name }) => [name, before[name]]),
  )
  return { type, ...DEFAULTS[type], ...kept } as unknown as Measure
}

/** An age is counted from an attribute's date; a deadline may also be an object's. */
const compatible = (type: string, name: string, before: Loose): boolean =>
  name !== 'date' || type !== 'age' || 'attribute' in (before.date as Loose)

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
