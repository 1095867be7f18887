import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { Measure } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { planMeasure } from '../language/measure.ts'
import { meterOf as liveMeterOf } from '../language/meter-of.ts'
import { objectsReader } from './objects.ts'
import { type PointsWanted, pointsReader, type Turn } from './read.ts'
import {
  ageRuns,
  constantRuns,
  countOf,
  lastOf,
  maxOf,
  newRuns,
  novelOf,
  type Points,
  pushRun,
  type Runs,
  rateOf,
  ratioRuns,
  type Span,
  sinceRuns,
  staysRuns,
  storedRuns,
  sumOf,
  untilRuns,
  type WindowValue,
  windowRuns,
} from './runs.ts'

/** Measures one comparison for many accounts, turn by turn: `put` is called once for each account, in order. */
export interface Meter {
  measure(turn: Turn, into: Runs, put: () => void): void
  /** What the numbers of this column stand for, where they are codes; filled while measuring. */
  codes: unknown[] | null
  /** How many facts were read. */
  facts(): number
}

const EVER = Number.NEGATIVE_INFINITY
const ms = (text: string | undefined): number => (text === undefined ? 0 : (parseDuration(text) ?? 0))
type Of<T extends Measure['type']> = Extract<Measure, { type: T }>

/** What stands in for what is not known, in one sentence; null where a measure is replayed as it was. */
export function replayNote(measure: Measure): string | null {
  if (measure.type === 'attribute')
    return `“${measure.name}” is only known as it is today; it was taken to have been so all the time.`
  if (measure.type === 'until' && 'attribute' in measure.date)
    return `Only the present “${measure.date.attribute}” is known; earlier dates of it cannot be replayed.`
  if (measure.type === 'stored' && measure.relative) return 'The usual time in a state is the one learned until today.'
  if (measure.type !== 'ratio') return null
  const parts = [measure.of, measure.to]
  if (parts.some(({ type }) => MOVING.includes(type))) return 'A ratio of times is looked at once a day while it moves.'
  return parts.map(replayNote).find(Boolean) ?? null
}

/** Measures whose value goes on with time itself. */
const MOVING: readonly string[] = ['since', 'until', 'age', 'stored']

/** How a measure is replayed over a span. */
export function meterOf(db: ReadDb, measure: Measure, span: Span): Meter {
  if (measure.type === 'attribute') return attributeMeter(db, measure, span)
  if (measure.type === 'age') return dateMeter(db, measure.date.attribute, span, ageRuns)
  if (measure.type === 'until' && 'attribute' in measure.date)
    return dateMeter(db, measure.date.attribute, span, (into, date) =>
      untilRuns(into, date === null ? [] : [{ from: EVER, to: Number.POSITIVE_INFINITY, date }], span),
    )
  if (measure.type === 'until' || measure.type === 'objects' || measure.type === 'stored')
    return objectMeter(db, measure, span)
  if (measure.type === 'ratio') return ratioMeter(partOf(db, measure.of, span), partOf(db, measure.to, span), span)
  if (measure.type === 'anomaly') return anomalyMeter(db, measure, span)
  return eventMeter(db, measure, span)
}

/** A part of a ratio: an attribute counts as its number. */
const partOf = (db: ReadDb, measure: Measure, span: Span): Meter =>
  measure.type === 'attribute'
    ? dateMeter(db, measure.name, span, (into, value) => constantRuns(into, span, value ?? Number.NaN))
    : meterOf(db, measure, span)

type EventMeasure = Of<'count' | 'sum' | 'max' | 'last' | 'since' | 'rate' | 'novel'>

function eventMeter(db: ReadDb, measure: Measure, span: Span): Meter {
  if (!('events' in measure)) throw new Error(`${measure.type} cannot be replayed`)
  const of = measure as EventMeasure
  const window = windowOf(of, span)
  const from =
    of.type === 'since' || (of.type === 'last' && !of.over)
      ? EVER
      : span.start - window.ago - window.over - window.baseline
  const read = pointsReader(db, { events: of.events, amount: amountOf(of), from, to: span.end, missing: missingOf(of) })
  const value = of.type === 'since' ? null : windowValueOf(of, window)
  let facts = 0
  return {
    codes: null,
    facts: () => facts,
    measure: (turn, into, put) =>
      read(turn, (_, points: Points) => {
        facts += points.n
        if (value) windowRuns(into, points, span, window, value)
        else sinceRuns(into, points, span)
        put()
      }),
  }
}

/** Bucket by bucket, with the reading that live evaluation uses. */
function anomalyMeter(db: ReadDb, measure: Of<'anomaly'>, span: Span): Meter {
  const { events, field, ...rest } = measure
  const amount: PointsWanted['amount'] =
    field === undefined ? { is: 'count' } : field === 'value' ? { is: 'value' } : { is: 'number', field }
  const from = span.start - ms(measure.baseline) - 2 * ms(measure.every)
  const read = pointsReader(db, { events, amount, from, to: span.end, missing: Number.NaN })
  const plan = planMeasure({ ...rest, events: { kind: '' }, ...(field === undefined ? {} : { field: 'value' }) })
  let facts = 0
  return {
    codes: null,
    facts: () => facts,
    measure: (turn, into, put) =>
      read(turn, (_, points: Points) => {
        facts += points.n
        const list = Array.from({ length: points.n }, (_, id) => {
          const value = points.amount[id] as number
          return { id, at: points.at[id] as number, value: Number.isNaN(value) ? null : value, properties: '{}' }
        })
        const first = into.length
        const reading = liveMeterOf(plan, { events: new Map([['', list]]) })
        for (let t = span.start; t <= span.end; t = reading.nextEdge(t))
          pushRun(into, first, t, reading.value(t) ?? Number.NaN)
        put()
      }),
  }
}

function windowOf(measure: EventMeasure, span: Span) {
  const ago = 'ago' in measure ? ms(measure.ago) : 0
  const baseline = 'baseline' in measure ? ms(measure.baseline) : 0
  const over = 'over' in measure && measure.over ? ms(measure.over) : Math.max(span.end, 1) * 2
  return { over, ago, baseline }
}

function amountOf(measure: EventMeasure): PointsWanted['amount'] {
  if (measure.type === 'novel') return { is: 'code', field: measure.field }
  const field = 'field' in measure ? measure.field : undefined
  if (field === undefined) return { is: 'count' }
  return field === 'value' ? { is: 'value' } : { is: 'number', field }
}

const missingOf = ({ type }: EventMeasure): number => (type === 'max' || type === 'last' ? Number.NaN : 0)

function windowValueOf(measure: EventMeasure, { over, baseline }: { over: number; baseline: number }): WindowValue {
  if (measure.type === 'count') return countOf
  if (measure.type === 'sum') return sumOf
  if (measure.type === 'max') return maxOf
  if (measure.type === 'last') return lastOf
  if (measure.type === 'novel') return novelOf
  if (measure.type === 'rate') return rateOf(over, baseline, measure.minimum)
  throw new Error(`${measure.type} has no window`)
}

function ratioMeter(of: Meter, to: Meter, span: Span): Meter {
  return {
    codes: null,
    facts: () => of.facts() + to.facts(),
    measure: (turn, into, put) => {
      const [upper, lower] = [of, to].map(part => {
        const runs = newRuns()
        const offsets = [0]
        part.measure(turn, runs, () => offsets.push(runs.length))
        return (k: number): Runs => {
          const [from, until] = [offsets[k], offsets[k + 1]] as [number, number]
          const cut = (name: 'from' | 'a' | 'slope') => runs[name].subarray(from, until)
          return { from: cut('from'), a: cut('a'), slope: cut('slope'), length: until - from }
        }
      }) as [(k: number) => Runs, (k: number) => Runs]
      for (let k = 0; k < turn.ids.length; k++) {
        ratioRuns(into, upper(k), lower(k), span)
        put()
      }
    },
  }
}

const COLUMNS = [
  'plan',
  'country',
  'owner',
  'time_zone',
  'currency',
  'mrr_minor',
  'signed_up_at',
  'renews_at',
  'churned_at',
  'name',
]

/** One attribute of each account of a turn: a column, or a property (`properties.NAME`). */
function attributesOf(db: ReadDb, name: string, turn: Turn): (string | number | boolean | null)[] {
  const property = name.startsWith('properties.') ? name.slice('properties.'.length) : null
  if (property === null && !COLUMNS.includes(name)) return turn.ids.map(() => null)
  const rows =
    property === null
      ? db.all(
          query<{ found: string | number | null }>(
            `SELECT ${name} AS found FROM account WHERE id BETWEEN ? AND ? AND merged_into IS NULL ORDER BY id`,
            [turn.first, turn.last],
          ),
        )
      : db
          .all(
            query<{ found: string }>(
              'SELECT properties AS found FROM account WHERE id BETWEEN ? AND ? AND merged_into IS NULL ORDER BY id',
              [turn.first, turn.last],
            ),
          )
          .map(({ found }) => ({ found: scalar((JSON.parse(found) as Record<string, unknown>)[property]) }))
  return rows.map(({ found }) => found)
}

const scalar = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null

function attributeMeter(db: ReadDb, { name }: Of<'attribute'>, span: Span): Meter {
  const codes: unknown[] = []
  const known = new Map<unknown, number>()
  return {
    codes,
    facts: () => 0,
    measure: (turn, into, put) => {
      for (const value of attributesOf(db, name, turn)) {
        const code = value === null ? Number.NaN : (known.get(value) ?? codes.push(value) - 1)
        if (value !== null) known.set(value, code)
        constantRuns(into, span, code)
        put()
      }
    },
  }
}

function dateMeter(
  db: ReadDb,
  name: string,
  span: Span,
  runs: (into: Runs, date: number | null, span: Span) => void,
): Meter {
  return {
    codes: null,
    facts: () => 0,
    measure: (turn, into, put) => {
      for (const value of attributesOf(db, name, turn)) {
        runs(into, typeof value === 'number' ? value : null, span)
        put()
      }
    },
  }
}

function objectMeter(db: ReadDb, measure: Of<'until' | 'objects' | 'stored'>, span: Span): Meter {
  const read = objectsReader(db, measure, span)
  let facts = 0
  return {
    codes: null,
    facts: () => facts,
    measure: (turn, into, put) => {
      const found = read(turn)
      for (const id of turn.ids) {
        const { stays, dates } = found.get(id) ?? { stays: [], dates: [] }
        facts += stays.length
        if (measure.type === 'objects') staysRuns(into, stays, span)
        else if (measure.type === 'stored') storedRuns(into, stays, span)
        else untilRuns(into, dates, span)
        put()
      }
    },
  }
}
