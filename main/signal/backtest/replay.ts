import type { EventFilter, Of } from '../../../shared/trigger/measures/parts.ts'
import type { AttributeRef } from '../meter/dates.ts'
import { isRelatable } from '../meter/related.ts'
import type { Reading } from '../meter/rows.ts'
import type { History, ObjectFacts, ObjectsWanted, PointsWanted, Turn } from './history.ts'
import {
  constantRuns,
  newRuns,
  type Points,
  type ReplaySpan,
  type Runs,
  ratioRuns,
  type WindowValue,
  windowRuns,
} from './runs.ts'

/** Measures one comparison for many accounts, turn by turn: `put` is called once for each account, in order. */
export interface Replay {
  measure(turn: Turn, into: Runs, put: () => void): void
  /** What the numbers of this column stand for, where they are codes; filled while measuring. */
  codes: unknown[] | null
  /** How many facts were read. */
  facts(): number
}

const EVER = Number.NEGATIVE_INFINITY

/** What a measure adds up of its events. */
export const amountOf = (field: string | undefined): PointsWanted['amount'] =>
  field === undefined ? { is: 'count' } : field === 'value' ? { is: 'value' } : { is: 'number', field }

/** A measure of the events of one kind. `from`: nothing at or before it matters. An event without its number adds nothing. */
export function eventReplay(
  history: History,
  wanted: Omit<PointsWanted, 'to' | 'missing'> & { missing?: number },
  span: ReplaySpan,
  runs: (into: Runs, points: Points) => void,
): Replay {
  const read = history.points({ missing: 0, ...wanted, to: span.end })
  let facts = 0
  return {
    codes: null,
    facts: () => facts,
    measure: (turn, into, put) =>
      read(turn, (_, points) => {
        facts += points.n
        runs(into, points)
        put()
      }),
  }
}

/** A measure whose value comes from the events of one window, and of a baseline before it. */
export function windowReplay(
  history: History,
  of: { events: EventFilter; amount: PointsWanted['amount']; missing?: number },
  { over, baseline, ago }: Reading,
  span: ReplaySpan,
  value: WindowValue,
): Replay {
  const endless = over === Number.POSITIVE_INFINITY
  const from = endless ? EVER : span.start - ago - over - baseline
  const window = { over: endless ? Math.max(span.end, 1) * 2 : over, ago, baseline }
  return eventReplay(history, { ...of, from }, span, (into, points) => windowRuns(into, points, span, window, value))
}

/** A date of the account itself, as it is today. */
export function dateReplay(
  history: History,
  of: AttributeRef,
  span: ReplaySpan,
  runs: (into: Runs, date: number | null, span: ReplaySpan) => void,
): Replay {
  const read = history.attribute(of)
  return {
    codes: null,
    facts: () => 0,
    measure: (turn, into, put) => {
      for (const value of read(turn)) {
        runs(into, typeof value === 'number' ? value : null, span)
        put()
      }
    },
  }
}

/** An attribute as a code; today's value is taken to have been so all the time. */
export function attributeReplay(history: History, of: AttributeRef, span: ReplaySpan): Replay {
  const read = history.attribute(of)
  const codes: unknown[] = []
  const known = new Map<unknown, number>()
  return {
    codes,
    facts: () => 0,
    measure: (turn, into, put) => {
      for (const value of read(turn)) {
        const code = value === null ? Number.NaN : (known.get(value) ?? codes.push(value) - 1)
        if (value !== null) known.set(value, code)
        constantRuns(into, span, code)
        put()
      }
    },
  }
}

/** An attribute as the number that it is, for a ratio. */
export const numberReplay = (history: History, of: AttributeRef, span: ReplaySpan): Replay =>
  dateReplay(history, of, span, (into, value) => constantRuns(into, span, value ?? Number.NaN))

/** A measure of objects. */
export function objectReplay(
  history: History,
  wanted: ObjectsWanted,
  span: ReplaySpan,
  runs: (into: Runs, facts: ObjectFacts, span: ReplaySpan) => void,
): Replay {
  const read = history.objects(wanted, span)
  let facts = 0
  return {
    codes: null,
    facts: () => facts,
    measure: (turn, into, put) => {
      for (const one of read(turn)) {
        facts += one.stays.length
        runs(into, one, span)
        put()
      }
    },
  }
}

/** What is not known of the past, or of any time. */
export const unknownReplay = (span: ReplaySpan): Replay => ({
  codes: null,
  facts: () => 0,
  measure: (turn, into, put) => {
    for (const _ of turn.units) {
      constantRuns(into, span, Number.NaN)
      put()
    }
  },
})

/** A measure of what belongs to an object, where the object says what that is; nothing is known of the others. */
export const relatedReplay = (of: Of, replay: Replay, span: ReplaySpan): Replay => ({
  codes: replay.codes,
  facts: replay.facts,
  measure: (turn, into, put) => {
    let k = 0
    // The runs of a unit are written before `put` is called for it.
    let first = into.length
    replay.measure(turn, into, () => {
      if (!isRelatable(of, turn.units[k]?.self)) {
        into.length = first
        constantRuns(into, span, Number.NaN)
      }
      k++
      first = into.length
      put()
    })
  },
})

/** One replay by another, account by account. */
export function ratioReplay(of: Replay, to: Replay, span: ReplaySpan): Replay {
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
      for (let k = 0; k < turn.units.length; k++) {
        ratioRuns(into, upper(k), lower(k), span)
        put()
      }
    },
  }
}
