import type { EffectDimension, SegmentGap } from '../../../shared/review/effect.ts'
import { plusSums } from '../estimate/clustered.ts'
import { normalQuantile, normalTwoSided } from '../estimate/distributions.ts'
import { holm } from '../estimate/shrink.ts'
import { basisOf, shortBy } from './compare-sums.ts'
import { labelOf, type Titles } from './groups.ts'
import type { Arms, Tally } from './tally.ts'

/** What is known of accounts before anything is done to them, so that an effect may differ by it. */
export const SEGMENTS = ['plan', 'size', 'country'] as const satisfies readonly EffectDimension[]

const Z = normalQuantile(0.975)

/**
 * Segments in which acting does something else than in all the rest of their dimension. Every segment with enough accounts
 * on both sides is tested, and Holm's correction over all of them decides which are shown: of twenty segments one looks
 * special by chance alone.
 */
export function segmentGaps(
  byDimension: ReadonlyMap<EffectDimension, readonly Tally[]>,
  titles: Titles,
): { gaps: SegmentGap[]; tested: number } {
  const tested = SEGMENTS.flatMap(dimension => {
    const tallies = byDimension.get(dimension) ?? []
    return tallies.flatMap(({ key, assigned }) => {
      const rest = restOf(tallies, key)
      const gap = rest && gapBetween(assigned, rest)
      return gap ? [{ dimension, key, label: labelOf(dimension, key, titles), ...gap }] : []
    })
  })
  const holds = holm(tested.map(({ p }) => p))
  // The widest gap first: one odd segment moves the rest of all others, so theirs are partly its shadow.
  const gaps = tested.filter((_, at) => holds[at]).sort((a, b) => Math.abs(b.gap.value) - Math.abs(a.gap.value))
  return { gaps, tested: tested.length }
}

function restOf(tallies: readonly Tally[], key: string): Arms | null {
  const others = tallies.filter(tally => tally.key !== key).map(({ assigned }) => assigned)
  const [first, ...more] = others
  if (!first) return null
  return more.reduce(
    (sum, arms) => ({ treated: plusSums(sum.treated, arms.treated), control: plusSums(sum.control, arms.control) }),
    first,
  )
}

function gapBetween(segment: Arms, rest: Arms): Pick<SegmentGap, 'gap' | 'p'> | null {
  if (shortBy(segment.treated, segment.control) > 1 || shortBy(rest.treated, rest.control) > 1) return null
  const [own, others] = [basisOf(segment.treated, segment.control), basisOf(rest.treated, rest.control)]
  if (!own || !others) return null
  const value = own.value - others.value
  const error = Math.sqrt(own.variance + others.variance)
  return { gap: { value, low: value - Z * error, high: value + Z * error }, p: normalTwoSided(value / error) }
}
