import { parseDuration } from '../../shared/duration.ts'
import type { EventFilter, Measure } from '../../shared/trigger.ts'

/** One event of one account as a measure sees it. `properties` is JSON and only parsed where a measure needs it. */
export interface Fact {
  id: number
  at: number
  value: number | null
  properties: string
}

/** An account's facts by event kind, in any order. May hold the first facts of the future; a reading ignores them. */
export type History = ReadonlyMap<string, readonly Fact[]>

/** A measure whose durations are read once. `baseline` is 0 where the measure has none. Milliseconds. */
export interface MeasurePlan {
  measure: Measure
  over: number
  baseline: number
}

/** A matching fact and what it adds to the measure. */
export interface Row {
  id: number
  at: number
  amount: number
}

/**
 * What a measure says at a moment. `value` is compared with the threshold and null where it is undefined; `recent` is
 * the total of the window, `usual` what the account's own baseline would have led one to expect in it.
 */
export interface Reading {
  value: number | null
  recent: number
  usual: number | null
}

const milliseconds = (text: string): number => {
  const ms = parseDuration(text)
  if (ms === null) throw new Error(`not a duration: ${text}`)
  return ms
}

export const planMeasure = (measure: Measure): MeasurePlan => ({
  measure,
  over: milliseconds(measure.over),
  baseline: measure.type === 'rate' ? milliseconds(measure.baseline) : 0,
})

/** How far back a measure looks, in milliseconds. */
export const lookback = (plan: MeasurePlan): number => plan.over + plan.baseline

/** Which field a measure adds up; null where it counts. */
const fieldOf = (measure: Measure): string | null => (measure.type === 'count' ? null : (measure.field ?? null))

/** Whether a measure has to read an event's properties at all. */
export const readsProperties = (measure: Measure): boolean =>
  Object.keys(measure.events.where ?? {}).length > 0 || (fieldOf(measure) ?? 'value') !== 'value'

/** The facts that a measure looks at, each with its amount. */
export function rowsOf(plan: MeasurePlan, history: History): Row[] {
  const { measure } = plan
  const rows: Row[] = []
  const parses = readsProperties(measure)
  for (const fact of history.get(measure.events.kind) ?? []) {
    const properties = parses ? (JSON.parse(fact.properties) as Record<string, unknown>) : {}
    if (!matches(measure.events, properties)) continue
    rows.push({ id: fact.id, at: fact.at, amount: amountOf(measure, fact, properties) })
  }
  return rows
}

function matches({ where }: EventFilter, properties: Record<string, unknown>): boolean {
  for (const name in where) if (properties[name] !== where[name]) return false
  return true
}

function amountOf(measure: Measure, fact: Fact, properties: Record<string, unknown>): number {
  const field = fieldOf(measure)
  if (field === null) return 1
  if (field === 'value') return fact.value ?? 0
  const found = properties[field]
  return typeof found === 'number' ? found : 0
}

/** Reads a measure at moment `t`. A window holds what lies in (t − over, t]; the baseline ends where it begins. */
export function readMeasure(plan: MeasurePlan, rows: readonly Row[], t: number): Reading {
  const opens = t - plan.over
  const begins = opens - plan.baseline
  let recent = 0
  let before = 0
  let events = 0
  for (const { at, amount } of rows) {
    if (at > t || at <= begins) continue
    if (at > opens) recent += amount
    else {
      before += amount
      events++
    }
  }
  if (plan.measure.type !== 'rate') return { value: recent, recent, usual: null }
  if (events < plan.measure.minimum || before === 0) return { value: null, recent, usual: null }
  const usual = (before / plan.baseline) * plan.over
  return { value: recent / usual, recent, usual }
}

/** The rows inside the window at `t`, newest first. */
export const rowsInWindow = (plan: MeasurePlan, rows: readonly Row[], t: number): Row[] =>
  rows
    .filter(row => row.at <= t && row.at > t - plan.over && row.amount !== 0)
    .sort((a, b) => b.at - a.at || b.id - a.id)

/** Every moment after `t` and up to `until` at which a row enters or leaves the window or the baseline. */
export function edges(plan: MeasurePlan, rows: readonly Row[], t: number, until: number): number[] {
  const offsets = plan.baseline > 0 ? [0, plan.over, plan.over + plan.baseline] : [0, plan.over]
  return rows.flatMap(row => offsets.map(offset => row.at + offset).filter(at => at > t && at <= until))
}

/** Whether time alone can still change the measure after `t`. */
export const stillMoves = (plan: MeasurePlan, rows: readonly Row[], t: number): boolean =>
  rows.some(row => row.at + lookback(plan) > t)
