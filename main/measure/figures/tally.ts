import type { EffectDimension } from '../../../shared/review/effect.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import { type ArmSums, addAccount, noSums } from '../estimate/clustered.ts'
import { categoryOf } from './groups.ts'
import { type JudgedCohort, type StartGroups, startGroupsOf, UNDECIDED } from './judged.ts'

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

const noArms = (): Arms => ({ treated: noSums(), control: noSums() })

/** Starts and contacts of one account in one group, by arm: as assigned, then as written to. */
const COUNTS = 8

/** The groups of a dimension with the sums of their arms. */
export const tallyBy = (dimension: EffectDimension, judged: JudgedCohort): Tally[] =>
  tallyOf(dimension, startGroupsOf(dimension, judged), judged)

/** The same of starts that are numbered already. */
export function tallyOf(dimension: EffectDimension, groups: StartGroups, judged: JudgedCohort): Tally[] {
  const { keys, examples, of } = groups
  const tallies = keys.map((key, at): Tally => {
    const example = examples[at]
    return { ...noTally(key), category: example ? categoryOf(dimension, example) : null }
  })
  fill(tallies, of, judged)
  return inOrder(tallies)
}

/** The groups of a dimension within each group of another one, such as the plans of each playbook. */
export function tallyWithin(outer: StartGroups, inner: StartGroups, judged: JudgedCohort): Map<string, Tally[]> {
  const of = new Int32Array(judged.starts.count)
  for (let at = 0; at < of.length; at++) {
    const [place = UNDECIDED, own = UNDECIDED] = [outer.of[at], inner.of[at]]
    of[at] = place === UNDECIDED || own === UNDECIDED ? UNDECIDED : place * inner.keys.length + own
  }
  const tallies = outer.keys.flatMap(() => inner.keys.map(noTally))
  fill(tallies, of, judged)
  const width = inner.keys.length
  return new Map(
    outer.keys.map((key, at) => [
      key,
      inOrder(tallies.slice(at * width, (at + 1) * width).filter(tally => !isEmpty(tally))),
    ]),
  )
}

const noTally = (key: string): Tally => ({ key, category: null, assigned: noArms(), ghost: noArms(), open: 0 })

const isEmpty = ({ assigned, open }: Tally): boolean => assigned.treated.n + assigned.control.n + open === 0

const inOrder = (tallies: Tally[]): Tally[] => tallies.sort((a, b) => (a.key < b.key ? -1 : 1))

/** Adds each account to the groups of its starts. */
function fill(tallies: readonly Tally[], of: Int32Array, judged: JudgedCohort): void {
  const { before, contacted, ghost } = judged
  const { treated, firstOf } = judged.starts
  // Counts of the account at hand, group by group. They are emptied behind each account, so nothing is made for any of them.
  const counts = new Int32Array(tallies.length * COUNTS)
  const open = new Int32Array(tallies.length)
  for (let account = 0; account < before.length; account++) {
    const [begin = 0, end = 0] = [firstOf[account], firstOf[account + 1]]
    for (let at = begin; at < end; at++) {
      const place = of[at] ?? UNDECIDED
      if (place === UNDECIDED) continue
      const arm = place * COUNTS + (treated[at] === 1 ? 0 : 2)
      if (contacted[at] === UNDECIDED) open[place] = (open[place] ?? 0) + 1
      count(counts, arm, contacted[at])
      count(counts, arm + 4, ghost[at])
    }
    for (let at = begin; at < end; at++) {
      const place = of[at] ?? UNDECIDED
      const tally = tallies[place]
      if (tally) addCounts(tally, counts, place * COUNTS, before[account] ?? 0)
    }
  }
  for (const [place, tally] of tallies.entries()) tally.open = open[place] ?? 0
}

function count(counts: Int32Array, at: number, contacted: number | undefined): void {
  if (contacted === undefined || contacted === UNDECIDED) return
  counts[at] = (counts[at] ?? 0) + 1
  counts[at + 1] = (counts[at + 1] ?? 0) + contacted
}

/** Adds what the account brought to the group, and empties its counts, so that a second start of it adds nothing. */
function addCounts({ assigned, ghost }: Tally, counts: Int32Array, from: number, before: number): void {
  addArm(assigned.treated, counts, from, before)
  addArm(assigned.control, counts, from + 2, before)
  addArm(ghost.treated, counts, from + 4, before)
  addArm(ghost.control, counts, from + 6, before)
}

function addArm(sums: ArmSums, counts: Int32Array, at: number, before: number): void {
  const starts = counts[at] ?? 0
  if (starts > 0) addAccount(sums, starts, counts[at + 1] ?? 0, before)
  counts[at] = 0
  counts[at + 1] = 0
}
