import type { Currencies } from '../../../shared/exchange.ts'
import { own } from '../../../shared/foreign/own.ts'
import { DAY, parseDuration } from '../../../shared/trigger/duration.ts'
import { type EventMeasure, type Measure, ofEvents } from '../../../shared/trigger/measures/measures.ts'
import type { EventFilter, PropertyTest } from '../../../shared/trigger/measures/parts.ts'
import type { KindCurves } from '../life/life-curve.ts'
import { belongsByProperty } from './related.ts'

/** One event of one account as a measure sees it. `properties` is JSON and only parsed where a measure needs it. */
export interface Fact {
  id: number
  at: number
  value: number | null
  properties: string
}

/** A stay of an object in a state: [since, until), `until` null while it lasts. UTC ms. */
export interface Stay {
  state: string
  since: number
  until: number | null
}

/** One object as a measure sees it, with the stays that are not over. */
export interface ObjectFact {
  id: number
  /** Its id at its source. */
  externalId: string
  openedAt: number | null
  closedAt: number | null
  dueAt: number | null
  lane: string | null
  /** Minor units of `currency`; absent where no condition compares them. */
  amountMinor?: number | null
  currency?: string | null
  properties: string
  stays: readonly Stay[]
}

/** Stands for all lanes of a kind together, where what is usual of a stay is learned. */
export const EVERY_LANE = '*'

/** Up to when stays must be finished to be learned from at t, UTC ms: the beginning of its day. */
export const learnedUntil = (t: number): number => Math.floor(t / DAY) * DAY

/** The learned quantile of finished stays, ms; null where fewer than `minimum` are known of lane and kind. */
export type Usual = (of: {
  kind: string
  state: string
  lane: string | null
  quantile: number
  minimum: number
}) => number | null

/** What is known of one account. Events in any order; may hold the first facts of the future, which a reading ignores. */
export interface AccountFacts {
  events: ReadonlyMap<string, readonly Fact[]>
  objects?: ReadonlyMap<string, readonly ObjectFact[]>
  /** Columns of the account, and `properties` as JSON. */
  account?: Readonly<Record<string, unknown>>
  /** By which amounts are compared, where any is. */
  currencies?: Currencies
  usual?: Usual
  /** How long objects of a kind live. */
  lives?: (kind: string) => KindCurves | undefined
  /** The object that is asked about, where a trigger is about objects. */
  self?: ObjectFact
  /** Rows by what they are made of: several measures look at the same events. */
  rows?: Map<string, Rows>
}

/** The matching events in order of time, what each adds, and the totals up to each. */
export interface Rows {
  ids: number[]
  at: number[]
  amounts: number[]
  /** What was found in the field where the values themselves matter, not their size. */
  found: unknown[]
  /** The total of the amounts up to each, so that no window is added up; null where a fraction makes it inexact. */
  sums: number[] | null
  rising: boolean
}

/** How a measure of events reads them, beside their filter and field. */
export interface Reading {
  /** How far it looks back, ms: the window, the time before the window that it compares with, and since when. */
  over: number
  baseline: number
  ago: number
  /** Events without the field are no rows to it; to others they add nothing. */
  skips: boolean
  /** The values themselves matter, not their size. */
  keeps: boolean
}

/** A measure made ready to be asked about many accounts: durations are read once, rows are named once. */
export interface MeasurePlan<M extends Measure = Measure> {
  measure: M
  reading: Reading
  /** Names the rows that it looks at. */
  key: string
}

/** Milliseconds of a duration that the schema has passed; 0 where it is absent. */
export function milliseconds(text: string | undefined): number {
  if (text === undefined) return 0
  const ms = parseDuration(text)
  if (ms === null) throw new Error(`not a duration: ${text}`)
  return ms
}

/** A measure that is not about events reads none. */
const NO_READING: Reading = { over: 0, baseline: 0, ago: 0, skips: false, keeps: false }

export const planOf = <M extends Measure>(measure: M, reading: Partial<Reading> = {}): MeasurePlan<M> => {
  const { keeps, skips, ...span } = { ...NO_READING, ...reading }
  const key = ofEvents(measure) ? JSON.stringify([measure.events, fieldOf(measure), keeps, skips]) : ''
  return { measure, reading: { keeps, skips, ...span }, key }
}

/** How far back a measure looks, in milliseconds. */
export const lookback = ({ reading }: MeasurePlan): number => reading.ago + reading.over + reading.baseline

/** Which field a measure reads; null where it counts. */
const fieldOf = (measure: Measure): string | null => ('field' in measure ? (measure.field ?? null) : null)

/** Whether a measure has to read an event's properties at all. */
export const readsProperties = (measure: EventMeasure): boolean =>
  measure.events.of !== undefined ||
  Object.keys(measure.events.where ?? {}).length > 0 ||
  (fieldOf(measure) ?? 'value') !== 'value'

/** The facts that a measure of events looks at, each with its amount, in order of time. */
export function rowsOf({ key, measure, reading }: MeasurePlan<EventMeasure>, facts: AccountFacts): Rows {
  const own = measure.events.of ? `${key} ${facts.self?.id}` : key
  const known = facts.rows?.get(own)
  if (known) return known
  const rows = readRows(measure, facts, reading)
  facts.rows?.set(own, rows)
  return rows
}

function readRows(measure: EventMeasure, facts: AccountFacts, { skips, keeps }: Reading): Rows {
  const rows: Rows = { ids: [], at: [], amounts: [], found: [], sums: [], rising: true }
  const parses = readsProperties(measure)
  const { where, of } = measure.events
  const isOwn = of ? belongsByProperty(of, facts.self) : null
  const field = fieldOf(measure)
  // Events come from an index and are in order already, which a sort finds at once.
  for (const fact of (facts.events.get(measure.events.kind) ?? []).toSorted(inTime)) {
    const properties = parses ? (JSON.parse(fact.properties) as Record<string, unknown>) : NONE
    if ((where && !fits(where, properties)) || isOwn?.(properties) === false) continue
    const found = field === null ? 1 : field === 'value' ? fact.value : own(properties, field)
    if (keeps ? !isScalar(found) : skips && typeof found !== 'number') continue
    const amount = typeof found === 'number' ? found : 0
    rows.ids.push(fact.id)
    rows.at.push(fact.at)
    rows.amounts.push(amount)
    if (keeps) rows.found.push(found)
    if (!Number.isSafeInteger(amount)) rows.sums = null
    rows.sums?.push((rows.sums.at(-1) ?? 0) + amount)
    if (amount < 0) rows.rising = false
  }
  return rows
}

const NONE: Record<string, unknown> = {}
const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const inTime = (a: Fact, b: Fact): number => a.at - b.at || a.id - b.id

/** Whether properties are what a filter asks for: equal, one of several, or a number within bounds. */
export function fits(where: NonNullable<EventFilter['where']>, properties: Record<string, unknown>): boolean {
  for (const name in where) {
    const test = where[name]
    if (test !== undefined && !passes(test, own(properties, name))) return false
  }
  return true
}

function passes(test: PropertyTest, found: unknown): boolean {
  if (Array.isArray(test)) return test.some(one => one === found)
  if (typeof test !== 'object') return test === found
  if (typeof found !== 'number') return false
  const { gte, gt, lte, lt } = test
  return (
    (gte === undefined || found >= gte) &&
    (gt === undefined || found > gt) &&
    (lte === undefined || found <= lte) &&
    (lt === undefined || found < lt)
  )
}

/** How many of the sorted numbers are at most `limit`. */
export function upTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** The total of the rows from index `from` up to `to`. */
export const total = ({ sums, amounts }: Rows, from: number, to: number): number =>
  sums === null
    ? amounts.slice(from, to).reduce((sum, amount) => sum + amount, 0)
    : (sums[to - 1] ?? 0) - (sums[from - 1] ?? 0)

/** The largest amount of the rows from index `from` up to `to`; null without any. */
export function largest({ amounts }: Rows, from: number, to: number): number | null {
  let best: number | null = null
  for (let i = from; i < to; i++) {
    const amount = amounts[i] ?? 0
    best = best === null ? amount : Math.max(best, amount)
  }
  return best
}
