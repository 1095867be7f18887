import { z } from 'zod'
import type { MeasureDescription, Reads, Unit } from './describe.ts'
import type { EventFilter, ObjectFilter, Of } from './parts.ts'
import { PLAIN, type PlainMeasure, plainSchemas } from './plain-measures.ts'
import { ratio } from './ratio.ts'

export type { Unit } from './describe.ts'
export { type PlainMeasure, plainMeasureSchema } from './plain-measures.ts'

/**
 * What is measured for one account at a moment t; facts dated later do not exist. Windows are (t − ago − over, t − ago],
 * `ago` 0 where absent. `field` is `value` or a property that is a number. Each measure has a file of its own beside this
 * one, which says what it gives and when it is undefined.
 */
export const measureSchema = z.discriminatedUnion('type', [...plainSchemas, ratio.schema])
export type Measure = z.infer<typeof measureSchema>
export type MeasureType = Measure['type']
export type MeasureOf<Type extends MeasureType> = Extract<Measure, { type: Type }>
/** A part of some measure, by name: `events`, `over` … */
export type PartName = { [Type in MeasureType]: Exclude<keyof MeasureOf<Type>, 'type'> }[MeasureType]

// A ratio is listed before the attribute, where people look for it.
const { count, days, sum, max, last, since, rate, novel, anomaly, ...others } = PLAIN
const described = { count, days, sum, max, last, since, rate, novel, anomaly, ratio, ...others }
/** Every measure of the language; the compiler names the one that is missing. */
type Descriptions = { [Type in MeasureType]: MeasureDescription<z.ZodObject> }
const DESCRIPTIONS = described satisfies Record<MeasureType, unknown> as unknown as Descriptions

export const MEASURE_TYPES = Object.keys(DESCRIPTIONS) as readonly MeasureType[]

/** How the editor shows a measure, and what a new one begins with. */
export const editorOf = (type: MeasureType): Descriptions[MeasureType]['editor'] => DESCRIPTIONS[type].editor

/** The parts of a measure in the editor's order, and whether one may be left out. */
export const partsOf = (type: MeasureType): { name: PartName; optional: boolean }[] =>
  Object.entries(DESCRIPTIONS[type].schema.shape)
    .filter(([name]) => name !== 'type')
    .map(([name, schema]) => ({ name: name as PartName, optional: schema instanceof z.ZodOptional }))

/** Whether a part of a measure may be this. */
export const takes = (type: MeasureType, part: PartName, value: unknown): boolean => {
  const schema: unknown = DESCRIPTIONS[type].schema.shape[part]
  return schema instanceof z.ZodType && schema.safeParse(value).success
}

const of = (measure: Measure) => DESCRIPTIONS[measure.type]
const reads: Reads = {
  noun: measure => measureNoun(measure as Measure),
  label: measure => measureLabel(measure as Measure),
  words: measure => measureWords(measure as Measure),
}

/** What a measure gives. */
export const unitOf = (measure: Measure): Unit => of(measure).gives(measure)

/** Whether a measure gives milliseconds, so that its threshold may be written as a duration. */
export const givesTime = (measure: Measure): boolean => unitOf(measure) === 'duration'

/** `failed payments`, `uses`: what a measure adds up. */
export const measureNoun = (measure: Measure): string => of(measure).noun(measure, reads)

/** `failed payments in 14 days`; of times, what the days count: `days without sign-ins`. */
export const measureLabel = (measure: Measure): string => of(measure).label(measure, reads)

/** A measure as part of a condition in words: `error count of feature used within 28 d`. */
export const measureWords = (measure: Measure): string => of(measure).words(measure, reads)

/** What a threshold is a share of, to be read after it; empty where that goes without saying. */
export const againstOf = (measure: Measure): string => of(measure).against ?? ''

/** A measure of events. */
export type EventMeasure = Extract<Measure, { events: EventFilter }>
export const ofEvents = (measure: Measure): measure is EventMeasure => 'events' in measure

/** The objects that a measure looks at; null where it is about none. */
export function objectsOf(measure: Measure): ObjectFilter | null {
  if ('object' in measure) return measure.object
  return measure.type === 'until' && 'object' in measure.date ? measure.date.object : null
}

/** How what a measure looks at belongs to the object that its trigger is about; null where it is the whole account's. */
export const relationOf = (measure: Measure): Of | null =>
  (ofEvents(measure) ? measure.events.of : objectsOf(measure)?.of) ?? null

/** The measures that a measure is made of: itself, or the two parts of a ratio. */
export const simpleMeasures = (measure: Measure): PlainMeasure[] =>
  measure.type === 'ratio' ? [measure.of, measure.to] : [measure]
