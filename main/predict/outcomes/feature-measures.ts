import { DAY } from '../../../shared/trigger/duration.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import {
  givesTime,
  type Measure,
  measureLabel,
  measureSchema,
  relationOf,
} from '../../../shared/trigger/measures/measures.ts'
import { conditionsOf, type Trigger } from '../../../shared/trigger/trigger.ts'

/** A measure that becomes a column. `unit`: what its values are divided by; times are in days. */
export interface FeatureMeasure {
  name: string
  measure: Measure
  unit: number
  /** Its values are categories, not numbers. */
  isWord: boolean
}

/** Kinds of events and objects that sources have brought. */
export interface BroughtKinds {
  events: readonly string[]
  objects: readonly string[]
  /** Properties of accounts, and whether their values are numbers. */
  properties?: readonly AccountProperty[]
}

/** A property of accounts, such as their industry. */
export interface AccountProperty {
  name: string
  isNumber: boolean
}

/** More kinds are not counted one by one: each costs a pass over the history. */
const MOST_KINDS = 15

/**
 * The measures that a model learns from: those of the triggers, then the plain ones of every kind of
 * event and object. `isReplayable` says whether a measure can be had as it was at a past moment; others are left out.
 */
export function featureMeasures(
  triggers: readonly Trigger[],
  kinds: BroughtKinds,
  isReplayable: (measure: Measure) => boolean,
): FeatureMeasure[] {
  const known = new Map<string, FeatureMeasure>()
  for (const measure of [...measuresOfTriggers(triggers), ...plainMeasures(kinds)]) {
    const key = JSON.stringify(measure)
    if (known.has(key) || !isReplayable(measure)) continue
    const unit = givesTime(measure) ? DAY : 1
    known.set(key, { name: nameOf(measure, known), measure, unit, isWord: isCategory(measure, kinds.properties ?? []) })
  }
  return [...known.values()]
}

const measuresOfTriggers = (triggers: readonly Trigger[]): Measure[] =>
  triggers.flatMap(trigger => conditionsOf(trigger).flatMap(measuresIn)).flatMap(ofWholeAccount)

/** What a trigger asks of one object is asked of all objects of the account. */
function ofWholeAccount(measure: Measure): Measure[] {
  if (relationOf(measure) === null) return [measure]
  const widened = JSON.parse(JSON.stringify(measure, (key, value: unknown) => (key === 'of' ? undefined : value)))
  const parsed = measureSchema.safeParse(widened)
  return parsed.success ? [parsed.data] : []
}

function measuresIn(condition: Trigger['when']): Measure[] {
  if ('all' in condition) return condition.all.flatMap(measuresIn)
  if ('any' in condition) return condition.any.flatMap(measuresIn)
  return 'not' in condition ? measuresIn(condition.not) : [condition.measure]
}

const isCategory = (measure: Measure, properties: readonly AccountProperty[]): boolean =>
  measure.type === 'attribute' &&
  measure.name !== AMOUNT_ATTRIBUTE &&
  !properties.some(({ name, isNumber }) => isNumber && measure.name === `properties.${name}`)

const plainMeasures = ({ events, objects, properties = [] }: BroughtKinds): Measure[] => [
  { type: 'age', date: { attribute: 'signed_up_at' } },
  { type: 'attribute', name: 'plan' },
  { type: 'attribute', name: AMOUNT_ATTRIBUTE },
  { type: 'attribute', name: 'country' },
  ...properties.slice(0, MOST_KINDS).map(({ name }): Measure => ({ type: 'attribute', name: `properties.${name}` })),
  ...events.slice(0, MOST_KINDS).flatMap((kind): Measure[] => [
    { type: 'count', events: { kind }, over: '7d' },
    { type: 'count', events: { kind }, over: '28d' },
    { type: 'since', events: { kind } },
  ]),
  ...objects.slice(0, MOST_KINDS).map((kind): Measure => ({ type: 'objects', object: { kind } })),
]

/** Two measures may read alike, such as counts with different filters: the second one is numbered. */
function nameOf(measure: Measure, known: ReadonlyMap<string, FeatureMeasure>): string {
  const label = measureLabel(measure)
  const taken = new Set([...known.values()].map(({ name }) => name))
  for (let n = 1; ; n++) {
    const name = n === 1 ? label : `${label} (${n})`
    if (!taken.has(name)) return name
  }
}
