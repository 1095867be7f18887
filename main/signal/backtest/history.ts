import type { EventFilter, ObjectFilter } from '../../../shared/trigger/measures/parts.ts'
import type { AttributeRef } from '../meter/dates.ts'
import type { Keyed } from '../meter/related.ts'
import type { Dated, LateStay, Points, ReplaySpan, Stay } from './runs.ts'

/** Accounts of one turn: ids in order; all those between the first and the last, or only those `listed`. */
export interface Accounts {
  ids: readonly number[]
  first: number
  last: number
  /** The ids as JSON, where others lie between them. */
  listed?: string
}

/** What is asked about one by one: an account, or one of its objects. `place` is that of the account in its turn. */
export interface Unit {
  account: number
  place: number
  self?: Keyed
}

/** What is measured in one turn, in order of account: its accounts, or their objects. */
export interface Turn extends Accounts {
  units: readonly Unit[]
}

/** Which events one measure reads. `from`: nothing at or before it matters. UTC ms. */
export interface PointsWanted {
  events: EventFilter
  /** What is added up: nothing (counting), the event's value, a number of its properties, or any property as a code. */
  amount: { is: 'count' } | { is: 'value' } | { is: 'number'; field: string } | { is: 'code'; field: string }
  from: number
  to: number
  /** What an event without that number counts for; NaN leaves it out. */
  missing: number
}

/** Which objects one measure reads: whole lives, or stays in states, against what is usual of them where asked. */
export interface ObjectsWanted {
  object: ObjectFilter
  /** The date that lies ahead of them. */
  date?: 'due_at' | 'opened_at' | 'closed_at'
  /** How long they stay counts, so a whole life is no stay. */
  stays: boolean
  relative?: { quantile: number; minimum: number } | undefined
  /** The chance that they are late counts. */
  late?: true
}

/** What one account's objects are to a measure: stays in the wanted states, or dates that lie ahead. */
export interface ObjectFacts {
  stays: Stay[]
  dates: Dated[]
  lates: LateStay[]
}

export type Attribute = string | number | boolean | null

/** The facts of many accounts, turn by turn, in order of units. */
export interface History {
  /** Calls `visit` for each unit of the turn; the points are good until the next visit. */
  points(wanted: PointsWanted): (turn: Turn, visit: (index: number, points: Points) => void) => void
  /** What each unit has of them. */
  objects(wanted: ObjectsWanted, span: ReplaySpan): (turn: Turn) => ObjectFacts[]
  /** A column of each unit's account or `properties.NAME`, as it is today; an amount at today's rates. */
  attribute(of: AttributeRef): (turn: Turn) => Attribute[]
}
