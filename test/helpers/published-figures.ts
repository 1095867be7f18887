import { differenceOfShares, type Estimate, type Tested, welch } from '../../main/measure/estimate/difference.ts'
import { meanOf, shareOf } from '../../main/measure/estimate/moments.ts'
import { ratioTest, sequentialRatioTest } from '../../main/measure/estimate/ratio.ts'
import { rhoOf, sequence } from '../../main/measure/estimate/sequence.ts'
import { logRank, medianSurvival, type WatchedUnit } from '../../main/measure/estimate/survival.ts'

/** A figure that somebody else has published, beside ours. */
export interface PublishedFigure {
  name: string
  found: number
  published: number
  /** How far apart they may be: half of the last digit that was published. */
  within: number
}

/** Whether ours is theirs, to the last digit that they published. */
export const isReproduced = ({ found, published, within }: PublishedFigure): boolean =>
  Math.abs(found - published) <= within

/** Half of the n-th decimal place. */
const places = (digits: number): number => 0.5 * 10 ** -digits

function named(
  name: string,
  found: readonly number[],
  published: readonly number[],
  within: number,
): PublishedFigure[] {
  return published.map((value, nth) => ({
    name: `${name}, figure ${nth + 1}`,
    found: found[nth] ?? Number.NaN,
    published: value,
    within,
  }))
}

const figures = (estimate: Estimate | Tested | null): number[] =>
  estimate === null ? [] : [estimate.value, estimate.low, estimate.high, ...('p' in estimate ? [estimate.p] : [])]

const B = meanOf(3461, 2422.7, 134_698.29)
const SUMS = [1396.87, 52_377.9767] as const

/** GrowthBook, packages/stats, its tests; formula of Waudby-Smith et al. 2024, arXiv 2103.06476. */
function sequences(): PublishedFigure[] {
  const a = meanOf(3000, ...SUMS)
  const [shareA, shareB] = [shareOf(1396, 3000), shareOf(2422, 3461)]
  const alpha = 0.05
  const rho = Math.sqrt((-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / 5000)
  const at = (tightestAt: number) => figures(sequence(B, a, 'relative', { tightestAt }))
  return [
    ...named('confidence sequence, N* 1000', at(1000), [0.50336, -0.55844, 1.56516], places(5)),
    ...named('confidence sequence, N* 5000', at(5000), [0.50336, -0.50972, 1.51644], places(5)),
    ...named(
      'sequence of shares, relative',
      figures(sequence(shareB, shareA, 'relative')),
      [0.50386, 0.40098, 0.60675],
      places(5),
    ),
    ...named('sequence of shares, absolute', figures(sequence(shareB, shareA)), [0.23446, 0.19805, 0.27088], places(5)),
    ...named('ρ of the sequence', [rhoOf(alpha, 5000)], [rho], 1e-12),
  ]
}

/** GrowthBook, its tests; PostHog, products/experiments/stats, its tests, which cut figures off instead of rounding. */
function means(): PublishedFigure[] {
  const a = meanOf(3407, ...SUMS)
  const small = welch(shareOf(16, 30), shareOf(14, 28), 'relative')
  const posthog = welch(shareOf(62, 1471), shareOf(87, 1529), 'relative')
  return [
    ...named('Welch, absolute', figures(welch(B, a)), [0.29, 0.04538, 0.53462, 0.02016], places(5)),
    ...named('Welch, relative', figures(welch(B, a, 'relative')), [0.70732, -0.03526, 1.44989, 0.06191], places(5)),
    ...named('Welch, relative, small samples', figures(small), [0.06667, -0.47767, 0.61101, 0.80707], places(5)),
    ...named('Welch, relative, shares', figures(posthog), [-0.25925, -0.49475, -0.02376, 0.03096], 1e-5),
  ]
}

/** Lindon and Malek 2022, arXiv 2011.03567, by GrowthBook gbstats/ssrm.py; Kohavi, Tang and Xu 2020. */
function ratios(): PublishedFigure[] {
  const even = [0.5, 0.5]
  const once = (...counts: number[]) => sequentialRatioTest([counts], even)
  const twice = sequentialRatioTest(
    [
      [250, 300],
      [250, 300],
    ],
    even,
  )
  return [
    ...named('sequential ratio test, 500 and 600', once(500, 600), [0.67145], places(5)),
    ...named('sequential ratio test, two looks', twice, [0.91236, 0.67145], places(5)),
    ...named('sequential ratio test, 100 and 900', once(100, 900), [2.37e-13], 0.005e-13),
    ...named('χ² ratio test, 500 and 600', [ratioTest([500, 600], even)], [0.00257], places(5)),
    ...named('χ² ratio test, Kohavi et al.', [ratioTest([821_588, 815_482], even)], [1.8e-6], 0.05e-6),
  ]
}

/** Newcombe 1998, method 10. */
function newcombe(): PublishedFigure[] {
  const table = [
    { k1: 56, n1: 70, k2: 48, n2: 80, published: [0.2, 0.0524, 0.3339] },
    { k1: 9, n1: 10, k2: 3, n2: 10, published: [0.6, 0.1705, 0.809] },
    { k1: 6, n1: 7, k2: 2, n2: 7, published: [0.5714, 0.0582, 0.8062] },
    { k1: 5, n1: 56, k2: 0, n2: 29, published: [0.0893, -0.0381, 0.1926] },
  ]
  return table.flatMap(({ k1, n1, k2, n2, published }) =>
    named(
      `Newcombe, ${k1}/${n1} − ${k2}/${n2}`,
      figures(differenceOfShares({ k: k1, n: n1 }, { k: k2, n: n2 })),
      published,
      places(4),
    ),
  )
}

/** 6-MP against placebo: Freireich et al. 1963, Gehan 1965. */
function retention(): PublishedFigure[] {
  const group = (left: number[], watched: number[]): WatchedUnit[] => [
    ...left.map(time => ({ time, left: true })),
    ...watched.map(time => ({ time, left: false })),
  ]
  const treated = group([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
  const placebo = group([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [])
  const test = logRank(treated, placebo)
  const medians = [medianSurvival(treated) ?? Number.NaN, medianSurvival(placebo) ?? Number.NaN]
  return [
    ...named(
      'log-rank',
      [test?.observed ?? 0, test?.expected ?? 0, test?.statistic ?? 0],
      [9, 19.25, 16.79],
      places(2),
    ),
    ...named('log-rank, p', [test?.p ?? 1], [4.2e-5], 0.05e-5),
    ...named('median survival', medians, [23, 8], 0),
  ]
}

/** Every published figure that the estimators are held to. */
export const publishedFigures = (): PublishedFigure[] => [
  ...sequences(),
  ...means(),
  ...ratios(),
  ...newcombe(),
  ...retention(),
]
