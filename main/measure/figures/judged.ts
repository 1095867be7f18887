import type { EffectDimension } from '../../../shared/review/effect.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { CohortAccount, CohortData } from '../cohort/cohort.ts'
import { DAYS_BEFORE } from '../cohort/read-cohort.ts'
import type { StartKind } from '../cohort/start.ts'
import type { Starts } from '../cohort/starts.ts'
import { groupOf, isOfAccount } from './groups.ts'

/** What is known of a start: nothing while its window is open, or where it belongs to no comparison of this kind. */
export const UNDECIDED = -1

/** Starts with what followed them. Each group needs the sums of one account only, so accounts are gone through one by one. */
export interface JudgedCohort {
  starts: Starts
  /** The account of each of `starts.accountIds`; undefined where it is merged into another. */
  accounts: (CohortAccount | undefined)[]
  /** Contacts of the account before its first start. */
  before: Int32Array
  /** For each start, 1: the account contacted us in its window; 0: it did not; else `UNDECIDED`. */
  contacted: Int8Array
  /** The same from the moment at which a message left or would have left, among those starts. */
  ghost: Int8Array
}

/** Tickets from `from` up to `to`: those of one account. */
interface TicketRange {
  openedAt: Float64Array
  from: number
  to: number
}

/** Whether a ticket followed `after` and until `until`. */
function followed({ openedAt, from, to }: TicketRange, after: number, until: number, now: number): number {
  if (until > now) return UNDECIDED
  for (let at = from; at < to; at++) {
    const opened = openedAt[at] ?? 0
    if (opened > after && opened <= until) return 1
  }
  return 0
}

function countWithin({ openedAt, from, to }: TicketRange, least: number, below: number): number {
  let n = 0
  for (let at = from; at < to; at++) {
    const opened = openedAt[at] ?? 0
    if (opened >= least && opened < below) n++
  }
  return n
}

/**
 * Decides for each start whether a contact followed, from the tickets themselves: both arms are watched from the same
 * moment, whether or not anything was sent. A start counts once its window has closed, so that early contacts do not
 * weigh more than late silence.
 */
export function judgeCohort({ starts, tickets, ...cohort }: CohortData, now: number): JudgedCohort {
  const { accountIds, firstOf, assignedAt, exposedAt, windowEndsAt, comparable } = starts
  const accounts: JudgedCohort['accounts'] = []
  const before = new Int32Array(accountIds.length)
  const contacted = new Int8Array(starts.count)
  const ghost = new Int8Array(starts.count)
  const range: TicketRange = { openedAt: tickets.openedAt, from: 0, to: 0 }
  for (let account = 0; account < accountIds.length; account++) {
    const [begin = 0, end = 0, id = 0] = [firstOf[account], firstOf[account + 1], accountIds[account]]
    accounts.push(cohort.accounts.get(id))
    // Both lists are in the order of accounts, so they are gone through side by side.
    while ((tickets.accountId[range.to] ?? id) < id) range.to++
    range.from = range.to
    while (tickets.accountId[range.to] === id) range.to++
    for (let at = begin; at < end; at++) {
      const [assigned = 0, exposed = 0, closes = 0] = [assignedAt[at], exposedAt[at], windowEndsAt[at]]
      contacted[at] = followed(range, assigned, closes, now)
      ghost[at] = comparable[at] === 1 ? followed(range, exposed, exposed + closes - assigned, now) : UNDECIDED
    }
    const first = assignedAt[begin] ?? 0
    before[account] = countWithin(range, first - DAYS_BEFORE * DAY, first)
  }
  return { starts, accounts, before, contacted, ghost }
}

/** The groups of a dimension, and which of them each start belongs to; `UNDECIDED` where it has none. */
export interface StartGroups {
  keys: string[]
  /** The kind of a start of each group. */
  examples: StartKind[]
  of: Int32Array
}

/** Numbers the groups of a dimension, in the order of their first starts. Each account and each kind is asked once. */
export function startGroupsOf(dimension: EffectDimension, judged: JudgedCohort): StartGroups {
  const places = new Map<string, number>()
  const groups: StartGroups = { keys: [], examples: [], of: new Int32Array(judged.starts.count) }
  const placeOf = (key: string | null, kind: StartKind): number => {
    if (key === null) return UNDECIDED
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, groups.keys.length)
    groups.examples.push(kind)
    return groups.keys.push(key) - 1
  }
  if (isOfAccount(dimension)) numberAccounts(dimension, judged, groups, placeOf)
  else numberKinds(dimension, judged, groups, placeOf)
  return groups
}

type PlaceOf = (key: string | null, kind: StartKind) => number

function numberAccounts(
  dimension: EffectDimension,
  { accounts, starts: { firstOf, kinds, kindOf } }: JudgedCohort,
  groups: StartGroups,
  placeOf: PlaceOf,
) {
  for (let account = 0; account + 1 < firstOf.length; account++) {
    const [begin = 0, end = 0] = [firstOf[account], firstOf[account + 1]]
    const kind = kinds[kindOf[begin] ?? 0]
    if (!kind) continue
    const place = placeOf(groupOf(dimension, kind, accounts[account]), kind)
    groups.of.fill(place, begin, end)
  }
}

function numberKinds(
  dimension: EffectDimension,
  { starts: { kinds, kindOf } }: JudgedCohort,
  groups: StartGroups,
  placeOf: PlaceOf,
) {
  const places = Int32Array.from(kinds, kind => placeOf(groupOf(dimension, kind, undefined), kind))
  for (let at = 0; at < kindOf.length; at++) groups.of[at] = places[kindOf[at] ?? 0] ?? UNDECIDED
}
