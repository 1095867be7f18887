import type { ArmComparison, Interval } from '../../../shared/experiment/experiment.ts'
import { cuped } from '../estimate/cuped.ts'
import { contrast, differenceOfShares, sharesPValue, welch } from '../estimate/difference.ts'
import { type ArmMoments, momentsOf, shareOf } from '../estimate/moments.ts'
import { sequence, sequencePValue } from '../estimate/sequence.ts'
import { smallestShown, unitsToShow } from '../estimate/size.ts'

/** Values of one arm; `before` goes with them where it is known. */
export interface ArmValues {
  values: number[]
  before: number[] | null
}

/** Everything about one arm and the control arm but words and what holds. */
export type Compared = Omit<ArmComparison, 'arm' | 'conclusion' | 'sentence' | 'moreUnits' | 'smallest'> & {
  /** The difference and its variance, of which the sizes are made. */
  basis: { value: number; variance: number; units: number } | null
}

/** Fewest units of an arm, and fewest of either kind that a share must let expect, for a sequence: it is asymptotic. */
const FEWEST = 30
const FEWEST_OF_A_KIND = 5

/** Compares an arm with the control arm in one metric. `isShare`: the values are 0 and 1. */
export function compareArms(treated: ArmValues, control: ArmValues, isShare: boolean): Compared {
  const adjusted = treated.before !== null && control.before !== null
  return adjusted
    ? byPeriodBefore(treated, control)
    : isShare
      ? compareShares(hitsOf(treated.values), hitsOf(control.values))
      : byMeans(treated, control)
}

/** How many units of an arm said yes. */
export interface Hits {
  k: number
  n: number
}

/** Compares two shares. */
export function compareShares(treated: Hits, control: Hits): Compared {
  const share = (treated.k + control.k) / (treated.n + control.n)
  const enough = Math.min(treated.n, control.n) * Math.min(share, 1 - share) >= FEWEST_OF_A_KIND
  return {
    ...figures('newcombe', shareOf(treated.k, treated.n), shareOf(control.k, control.n), enough),
    difference: differenceOfShares(treated, control),
    total: total(differenceOfShares(treated, control), treated.n),
    p: sharesPValue(treated, control),
  }
}

const byMeans = (treated: ArmValues, control: ArmValues): Compared =>
  figures('welch', momentsOf(treated.values), momentsOf(control.values), true)

function byPeriodBefore(treated: ArmValues, control: ArmValues): Compared {
  const paired = ({ values, before }: ArmValues) =>
    values.map((after, at) => ({ after, before: before?.[at] ?? Number.NaN }))
  const found = cuped(...filled(paired(treated), paired(control)))
  return { ...figures('cuped', found.treated, found.control, true), explained: found.explained }
}

interface Pair {
  after: number
  before: number
}

/** A unit without a value before counts as an average one: leaving it out would leave out the values after too. */
function filled(treated: readonly Pair[], control: readonly Pair[]): [Pair[], Pair[]] {
  const known = [...treated, ...control].filter(({ before }) => !Number.isNaN(before))
  const mean = known.length === 0 ? 0 : known.reduce((sum, { before }) => sum + before, 0) / known.length
  const fill = (pairs: readonly Pair[]) =>
    pairs.map(({ after, before }) => ({ after, before: Number.isNaN(before) ? mean : before }))
  return [fill(treated), fill(control)]
}

function figures(method: Compared['method'], treated: ArmMoments, control: ArmMoments, enough: boolean): Compared {
  const tested = welch(treated, control)
  const difference = tested && intervalOf(tested)
  const asymptotic = enough && treated.n >= FEWEST && control.n >= FEWEST
  const found = contrast(treated, control, 'absolute')
  const basis = found && { ...found, units: treated.n + control.n }
  return {
    method,
    difference,
    sequence: asymptotic ? sequence(treated, control) : null,
    relative: relativeOf(treated, control),
    total: total(difference, treated.n),
    p: tested && Math.min(1, tested.p),
    sequenceP: asymptotic ? sequencePValue(treated, control) : null,
    explained: null,
    basis,
  }
}

function relativeOf(treated: ArmMoments, control: ArmMoments): Interval | null {
  const tested = welch(treated, control, 'relative')
  return tested && intervalOf(tested)
}

const intervalOf = ({ value, low, high }: Interval): Interval => ({ value, low, high })

const total = (difference: Interval | null, n: number): Interval | null =>
  difference && { value: difference.value * n, low: difference.low * n, high: difference.high * n }

const hitsOf = (values: readonly number[]): Hits => ({
  k: values.reduce((sum, value) => sum + value, 0),
  n: values.length,
})

/** What these units show, and how many more it takes, where `tests` are looked at together. */
export function sizesOf({ basis }: Compared, tests: number): Pick<ArmComparison, 'smallest' | 'moreUnits'> {
  if (basis === null) return { smallest: null, moreUnits: null }
  const alpha = 0.05 / tests
  const needed = unitsToShow(basis, { alpha })
  return {
    smallest: smallestShown(basis.variance, { alpha }),
    moreUnits: needed === null || needed <= basis.units ? null : needed - basis.units,
  }
}
