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

/** Four pairs of counts of one account in one group: starts and contacts, by arm, as assigned and as written to. */
interface Slot {
  tally: Tally
  counts: [number, number, number, number, number, number, number, number]
}

/** The groups of a dimension with the sums of their arms. */
export function tallyBy(dimension: EffectDimension, { cohort, byAccount, before }: JudgedCohort): Tally[] {
  const tallies = new Map<string, Tally>()
  const slots = new Map<string, Slot>()
  for (const [at, own] of byAccount.entries()) {
    slots.clear()
    for (const { row, contacted, ghost } of own) {
      const key = groupOf(dimension, row, cohort.accounts.get(row.accountId))
      if (key === null) continue
      let slot = slots.get(key)
      if (!slot) {
        let tally = tallies.get(key)
        if (!tally) {
          tally = { key, category: categoryOf(dimension, row), assigned: noArms(), ghost: noArms(), open: 0 }
          tallies.set(key, tally)
        }
        slot = { tally, counts: [0, 0, 0, 0, 0, 0, 0, 0] }
        slots.set(key, slot)
      }
      if (contacted === null) slot.tally.open++
      add(slot.counts, row.treated ? 0 : 2, contacted)
      add(slot.counts, row.treated ? 4 : 6, ghost)
    }
    for (const { tally, counts } of slots.values()) {
      const x = before[at] ?? 0
      if (counts[0] > 0) addAccount(tally.assigned.treated, counts[0], counts[1], x)
      if (counts[2] > 0) addAccount(tally.assigned.control, counts[2], counts[3], x)
      if (counts[4] > 0) addAccount(tally.ghost.treated, counts[4], counts[5], x)
      if (counts[6] > 0) addAccount(tally.ghost.control, counts[6], counts[7], x)
    }
  }
  return [...tallies.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function add(counts: Slot['counts'], at: 0 | 2 | 4 | 6, contacted: boolean | null): void {
  if (contacted === null) return
  counts[at] = (counts[at] ?? 0) + 1
  const hit = (at + 1) as 1 | 3 | 5 | 7
  if (contacted) counts[hit] = (counts[hit] ?? 0) + 1
}
