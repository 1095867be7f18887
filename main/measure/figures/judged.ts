import type { EffectDimension } from '../../../shared/review/effect.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { CohortAccount, CohortData, CohortRow, StartKind } from '../cohort/cohort.ts'
import { DAYS_BEFORE } from '../cohort/read-cohort.ts'
import { groupOf, isOfAccount } from './groups.ts'

/** What is known of a start: nothing while its window is open, or where it belongs to no comparison of this kind. */
export const UNDECIDED = -1

/**
 * Starts in columns, account by account, so that each group needs the sums of one account only and a hundred thousand
 * starts are gone through in a few milliseconds.
 */
export interface JudgedCohort {
  /** Starts in an order in which those of one account are neighbours. */
  rows: CohortRow[]
  /** Where the starts of each account begin in `rows`; one more entry for the end. */
  firstOf: Int32Array
  /** The kinds of the starts, in the order of their first ones. */
  kinds: StartKind[]
  /** For each start, its kind’s place in `kinds`. */
  kindOf: Int32Array
  /** For each start, 1: treated, as assigned; 0: control. */
  treated: Int8Array
  /** The account of each; undefined where it is merged into another. */
  accounts: (CohortAccount | undefined)[]
  /** Contacts of the account before its first start. */
  before: Int32Array
  /** For each start, 1: the account contacted us in its window; 0: it did not; else `UNDECIDED`. */
  contacted: Int8Array
  /** The same from the moment at which a message left or would have left, among those starts. */
  ghost: Int8Array
}

/** Moments of tickets by account. */
function ticketTimes(cohort: CohortData): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (const { accountId, openedAt } of cohort.tickets) {
    const times = found.get(accountId)
    if (times) times.push(openedAt)
    else found.set(accountId, [openedAt])
  }
  return found
}

function followed(times: readonly number[], after: number, until: number, now: number): number {
  if (until > now) return UNDECIDED
  for (const at of times) if (at > after && at <= until) return 1
  return 0
}

/** Starts account by account. */
function byAccount(cohort: CohortData): Pick<JudgedCohort, 'rows' | 'firstOf'> {
  const places = new Map<number, CohortRow[]>()
  for (const row of cohort.rows) {
    const own = places.get(row.accountId)
    if (own) own.push(row)
    else places.set(row.accountId, [row])
  }
  const firstOf = new Int32Array(places.size + 1)
  const rows: CohortRow[] = []
  let account = 0
  for (const own of places.values()) {
    for (const row of own) rows.push(row)
    firstOf[++account] = rows.length
  }
  return { rows, firstOf }
}

/** What every dimension asks of each start, taken out of the rows once. */
function columnsOf(rows: readonly CohortRow[]): Pick<JudgedCohort, 'kinds' | 'kindOf' | 'treated'> {
  const places = new Map<StartKind, number>()
  const kindOf = new Int32Array(rows.length)
  const treated = new Int8Array(rows.length)
  for (const [at, row] of rows.entries()) {
    const place = places.get(row.kind) ?? places.size
    places.set(row.kind, place)
    kindOf[at] = place
    treated[at] = row.treated
  }
  return { kinds: [...places.keys()], kindOf, treated }
}

/**
 * Decides for each start whether a contact followed, from the tickets themselves: both arms are watched from the same
 * moment, whether or not anything was sent. A start counts once its window has closed, so that early contacts do not
 * weigh more than late silence.
 */
export function judgeCohort(cohort: CohortData, now: number): JudgedCohort {
  const tickets = ticketTimes(cohort)
  const { rows, firstOf } = byAccount(cohort)
  const { kinds, kindOf, treated } = columnsOf(rows)
  const accounts: JudgedCohort['accounts'] = []
  const before = new Int32Array(firstOf.length - 1)
  const contacted = new Int8Array(rows.length)
  const ghost = new Int8Array(rows.length)
  for (let account = 0; account < before.length; account++) {
    const [begin = 0, end = 0] = [firstOf[account], firstOf[account + 1]]
    const id = rows[begin]?.accountId ?? -1
    accounts.push(cohort.accounts.get(id))
    const times = tickets.get(id) ?? []
    let first = Number.POSITIVE_INFINITY
    for (let at = begin; at < end; at++) {
      const row = rows[at]
      if (!row) continue
      first = Math.min(first, row.assignedAt)
      contacted[at] = followed(times, row.assignedAt, row.windowEndsAt, now)
      const until = (row.exposedAt ?? 0) + row.windowEndsAt - row.assignedAt
      ghost[at] = row.comparable && row.exposedAt !== null ? followed(times, row.exposedAt, until, now) : UNDECIDED
    }
    before[account] = times.filter(at => at >= first - DAYS_BEFORE * DAY && at < first).length
  }
  return { rows, firstOf, kinds, kindOf, treated, accounts, before, contacted, ghost }
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
  const groups: StartGroups = { keys: [], examples: [], of: new Int32Array(judged.rows.length) }
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
  { accounts, rows, firstOf }: JudgedCohort,
  groups: StartGroups,
  placeOf: PlaceOf,
) {
  for (let account = 0; account + 1 < firstOf.length; account++) {
    const [begin = 0, end = 0] = [firstOf[account], firstOf[account + 1]]
    const row = rows[begin]
    if (!row) continue
    const place = placeOf(groupOf(dimension, row.kind, accounts[account]), row.kind)
    groups.of.fill(place, begin, end)
  }
}

function numberKinds(
  dimension: EffectDimension,
  { kinds, kindOf }: JudgedCohort,
  groups: StartGroups,
  placeOf: PlaceOf,
) {
  const places = Int32Array.from(kinds, kind => placeOf(groupOf(dimension, kind, undefined), kind))
  for (let at = 0; at < kindOf.length; at++) groups.of[at] = places[kindOf[at] ?? 0] ?? UNDECIDED
}
