import type { EffectDimension } from '../../../shared/review/effect.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import type { CohortData, CohortRow } from '../cohort/cohort.ts'
import { DAYS_BEFORE } from '../cohort/read-cohort.ts'
import { type ArmSums, addAccount, noSums } from '../estimate/clustered.ts'
import { categoryOf, groupOf } from './groups.ts'

/** A start and whether its account contacted us in its window; null while the window is open. */
interface Judged {
  row: CohortRow
  contacted: boolean | null
  ghost: boolean | null
}

/** Both arms of a group. */
export interface Arms {
  treated: ArmSums
  control: ArmSums
}

/** What is known of a group: as assigned, as written to, and how many starts are not decided yet. */
export interface Tally {
  key: string
  category: Category | null
  assigned: Arms
  ghost: Arms
  open: number
}

/** Starts account by account, so that each group needs the sums of one account only. */
export interface JudgedCohort {
  cohort: CohortData
  /** Of one account each, in no order of accounts. */
  byAccount: Judged[][]
  /** Contacts of the account before its first start, for each entry of `byAccount`. */
  before: number[]
}

/** Moments of tickets by account, ascending. */
function ticketTimes(cohort: CohortData): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (const { accountId, openedAt } of cohort.tickets) {
    const times = found.get(accountId)
    if (times) times.push(openedAt)
    else found.set(accountId, [openedAt])
  }
  for (const times of found.values()) times.sort((a, b) => a - b)
  return found
}

const isWithin = (times: readonly number[], after: number, until: number): boolean =>
  times.some(at => at > after && at <= until)

/**
 * Decides for each start whether a contact followed, from the tickets themselves: both arms are watched from the same
 * moment, whether or not anything was sent. A start counts once its window has closed, so that early contacts do not
 * weigh more than late silence.
 */
export function judgeCohort(cohort: CohortData, now: number): JudgedCohort {
  const tickets = ticketTimes(cohort)
  const rows = Map.groupBy(cohort.rows, row => row.accountId)
  const byAccount: Judged[][] = []
  const before: number[] = []
  for (const [accountId, own] of rows) {
    const times = tickets.get(accountId) ?? []
    const first = own.reduce((least, row) => Math.min(least, row.assignedAt), Number.POSITIVE_INFINITY)
    before.push(times.filter(at => at >= first - DAYS_BEFORE * DAY && at < first).length)
    byAccount.push(
      own.map(row => ({
        row,
        contacted: followed(times, row.assignedAt, row.windowEndsAt, now),
        ghost:
          row.comparable && row.exposedAt !== null
            ? followed(times, row.exposedAt, row.exposedAt + row.windowEndsAt - row.assignedAt, now)
            : null,
      })),
    )
  }
  return { cohort, byAccount, before }
}

const followed = (times: readonly number[], after: number, until: number, now: number): boolean | null =>
  until > now ? null : isWithin(times, after, until)

const noArms = (): Arms => ({ treated: noSums(), control: noSums() })

/** Starts and contacts of one account in one group, by arm: as assigned, then as written to. */
const COUNTS = 8

/** The groups of a dimension with the sums of their arms. */
export function tallyBy(dimension: EffectDimension, { cohort, byAccount, before }: JudgedCohort): Tally[] {
  const tallies: Tally[] = []
  const places = new Map<string, number>()
  // Counts of the account at hand, group by group. They are emptied behind each account, so nothing is made for any of them.
  const counts: number[] = []
  const touched: number[] = []
  const placeOf = (key: string, row: CohortRow): number => {
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, tallies.length)
    counts.push(...new Array<number>(COUNTS).fill(0))
    return tallies.push({ key, category: categoryOf(dimension, row), assigned: noArms(), ghost: noArms(), open: 0 }) - 1
  }
  for (const [at, own] of byAccount.entries()) {
    for (const { row, contacted, ghost } of own) {
      const key = groupOf(dimension, row, cohort.accounts.get(row.accountId))
      if (key === null) continue
      const place = placeOf(key, row)
      if (!touched.includes(place)) touched.push(place)
      const tally = tallies[place]
      if (contacted === null && tally) tally.open++
      count(counts, place * COUNTS + (row.treated ? 0 : 2), contacted)
      count(counts, place * COUNTS + (row.treated ? 4 : 6), ghost)
    }
    for (const place of touched) {
      const tally = tallies[place]
      if (tally) addCounts(tally, counts, place * COUNTS, before[at] ?? 0)
    }
    touched.length = 0
  }
  return tallies.sort((a, b) => (a.key < b.key ? -1 : 1))
}

function count(counts: number[], at: number, contacted: boolean | null): void {
  if (contacted === null) return
  counts[at] = (counts[at] ?? 0) + 1
  if (contacted) counts[at + 1] = (counts[at + 1] ?? 0) + 1
}

/** Adds what the account brought to the group, and empties its counts. */
function addCounts({ assigned, ghost }: Tally, counts: number[], from: number, before: number): void {
  for (const [nth, arm] of [assigned.treated, assigned.control, ghost.treated, ghost.control].entries()) {
    const at = from + 2 * nth
    const starts = counts[at] ?? 0
    if (starts > 0) addAccount(arm, starts, counts[at + 1] ?? 0, before)
    counts[at] = 0
    counts[at + 1] = 0
  }
}
