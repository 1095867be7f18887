import type { ValueRef } from '../../../shared/source/mapping.ts'
import type { SingleRef } from '../../../shared/source/value-ref.ts'
import type { GuessedColumn } from '../guess.ts'
import { isDuration } from '../scan/time-words.ts'
import { clockOf, isDate, type Picker, refTo } from './column-picker.ts'
import type { HeadedColumn } from './headed.ts'
import { OWNERS, quoted } from './who.ts'

/** A date that happened or will happen, as opposed to how long something took. */
export const isMoment = (column: HeadedColumn): boolean => isDate(column) && !isDuration(column.head)

/** An end that no sample row has reached yet is still a date. */
const maybeDate = (column: HeadedColumn): boolean => isMoment(column) || column.blank === 1

export const asDate = (column: GuessedColumn, like: GuessedColumn | undefined): SingleRef =>
  isDate(column)
    ? refTo(column)
    : { field: column.name, type: 'date', format: like?.format ?? 'iso', ...clockOf(column.name) }

/** What is to come, or what a contract says: no such date is the end of anything yet. */
const PLANNED =
  /(^|_)(due|promised?|deadline|renews?|renewal|expect(ed)?|estimated?|planned|scheduled|target|eta|period|until|valid|trial|contract|commitment|window|latest|next|notice|risk|predicted|prediction|score|forecast|by|requested)(_|$)/
/** When a row was last touched says nothing of when its event happened. */
const TOUCHED =
  /(^|_)(updated?|modified|changed|exported|synced|imported|loaded|birth|birthday|due|expires|expiry)(_|$)/

/** When a system got to know of an event, which may be hours or days after it happened. */
const ARRIVED = /(^|_)(received|ingested|processed|inserted|recorded|logged|stored|collected|uploaded|arrived)(_|$)/

const isPast = (column: HeadedColumn): boolean => isMoment(column) && !PLANNED.test(column.head)

export const takeSignedUp = (pick: Picker): HeadedColumn | undefined =>
  pick.named(
    [
      /^sign(ed)?_?up/,
      /^(customer|member|client)_since$/,
      /^(created|joined|since|start|registered)/,
      /^create_date$/,
      new RegExp(`^(${OWNERS}_)+(created|joined|registered|signed_up|signup)`),
    ],
    isPast,
  )

/** When a contract ends, it is renewed or lapses. */
export const CONTRACT_END =
  /^(contract_(ends?|until|expires|expiry|expiration)|end_of_contract|(current_)?term_ends?|current_period_ends?)(_?(at|on|date))?$/

/** The next one: the last that was renewed lies behind. */
export const takeRenews = (pick: Picker): HeadedColumn | undefined =>
  pick.named(
    [/^next_renewal/, /renew/, CONTRACT_END],
    one => isMoment(one) && !/(^|_)(last|previous|prev|renewed)(_|$)/.test(one.head),
  )

export const takeChurned = (pick: Picker): HeadedColumn | undefined =>
  pick.named(
    [
      /churn|cancel/,
      new RegExp(`^(${OWNERS}_)*(closed|ended|terminated|deactivated)(_|$)`),
      /(^|_)(deleted|archived)(_|$)/,
      /^left(_|$)/,
    ],
    isPast,
  )

const ENDED = 'closed|ended|resolved|solved|cancell?ed|completed|finished|fulfilled'

/**
 * When an object was over: the date of its end, and those by which one ends that has no such date. An order was delivered
 * or cancelled; a subscription goes on to its end after it was cancelled.
 */
export function takeClosed(pick: Picker, kind: string): HeadedColumn[] {
  const end = takeEnd(pick, kind)
  if (!end || kind === 'subscription') return end ? [end] : []
  const others = [/(^|_)cancell?ed_(at|on|date)$/, /(^|_)delivered_(at|on|date)$/].map(name =>
    pick.named([name], maybeDate),
  )
  return [end, ...others.filter(other => other !== undefined)]
}

/** Paying ends an invoice and a payment, and not yet an order. */
function takeEnd(pick: Picker, kind: string): HeadedColumn | undefined {
  const over = kind === 'order' ? ENDED : `${ENDED}|paid|settled`
  // A subscription is cancelled before it ends.
  const fits = (column: HeadedColumn) => maybeDate(column) && !PLANNED.test(column.head)
  return pick.named(
    [
      /^(ended|end)_/,
      new RegExp(`^(${over})_`),
      new RegExp(`(^|_)(${over}|delivered)(_|$)`),
      /(^|_)(end|close|resolution|completion|cancell?ation)_?(at|on|date|time|timestamp)(_|$)/,
    ],
    fits,
  )
}

export const takeDue = (pick: Picker): HeadedColumn | undefined =>
  pick.named(
    [
      /(^|_)(due|promised?|deadline|expected|estimated|requested)(_|$)/,
      /renew/,
      /(^|_)(current_period_end|next_bill(ing|ed))(_|$)/,
    ],
    column => maybeDate(column) && !/(^|_)(last|previous|prev|renewed)(_|$)/.test(column.head),
  )

export const takeOpened = (pick: Picker): HeadedColumn | undefined =>
  pick.named(
    [
      /^(opened|created|submitted|placed|ordered|started|begun|begins)(_|$)/,
      /^(issued|issue|invoiced|invoice|billed|raised|reported|received|logged|filed)_?(at|on|date|time|timestamp)$/,
      /(^|_)(start|starts|open|opened|creat\p{L}*|submit\p{L}*|beg[aiu]n|placed|ordered|order|shipped|ship)(_|$)/u,
    ],
    column => isPast(column) && !/(^|_)(reopened|restarted|updated|modified)(_|$)/.test(column.head),
  )

const DATED = [
  /^(occurred|happened|event|logged|recorded|created?|sent|received)_?(at|on|date|time|timestamp)?$/,
  /^(at|date|time|timestamp|time_stamp|date_time|datetime|when|ts|day)$/,
  /(^|_)(at|date|time|timestamp|on|day)$/,
]

/** When an event happened: one moment, or a day with its time in a column beside it. */
export function takeMoment(pick: Picker): ValueRef | undefined {
  const isOf = (column: HeadedColumn) => isMoment(column) && !TOUCHED.test(column.head)
  const isOwn = (column: HeadedColumn) => isOf(column) && !ARRIVED.test(column.head)
  const at = pick.named(DATED, isOwn) ?? pick.named(DATED, isOf) ?? pick.take(isOf) ?? pick.take(isMoment)
  if (!at) return undefined
  const time = at.dayOnly
    ? pick.named([/(^|_)time(_of_day)?$/, /^(clock|hour)$/], ({ clock }) => clock === true)
    : undefined
  if (!time || /["\\[\].]/.test(at.name + time.name)) return refTo(at)
  const format = at.format === 'iso' || at.format === null ? 'ymd' : at.format
  const wide = { 'dd/mm/yyyy': 'dmy', 'dd.mm.yyyy': 'dmy', 'mm/dd/yyyy': 'mdy' } as const
  return {
    path: `join(' ', [${quoted(at)}, ${quoted(time)}][?@])`,
    type: 'date',
    format: format in wide ? wide[format as keyof typeof wide] : format,
  }
}
