import { normalTwoSided } from '../estimate/distributions.ts'
import { holm } from '../estimate/shrink.ts'
import { proportion } from '../proportion.ts'

/** A comparison that tells those who came from the others, judged by accounts that had no say in choosing it. */
export interface UnusualSplit {
  /** Place of the feature. */
  feature: number
  op: '>=' | '<='
  threshold: number
  came: ReturnType<typeof proportion>
  others: ReturnType<typeof proportion>
}

/** Rows of accounts at moments: a label of 1 for those who came soon afterwards; `half`: 0 chooses, 1 judges. */
export interface UnusualRows {
  /** NaN where a feature is undefined. */
  features: readonly Float64Array[]
  labels: Uint8Array
  half: Uint8Array
}

/** Fewer than so many who came in either half say nothing. */
const LEAST = 10
const CUTS = 16
/** What holds for more of the others is no warning, but tells how common accounts without a trigger near are. */
const MOST_OTHERS = 0.25
const MOST = 3

/**
 * The features that were unusual before accounts came. For each, the threshold that parts the first half best is tried on
 * the second half by the two-proportion z test, with Holm's correction (1979) over all features that were tried.
 */
export function unusualSplits({ features, labels, half }: UnusualRows): UnusualSplit[] {
  const came = (part: number) =>
    labels.reduce((sum, label, row) => sum + (label === 1 && half[row] === part ? 1 : 0), 0)
  if (came(0) < LEAST || came(1) < LEAST) return []
  const tried = features.flatMap((values, feature) => {
    const chosen = bestSplit(values, labels, half)
    if (!chosen) return []
    const judged = counted(values, labels, half, 1, chosen)
    const z = zOf(judged)
    return { feature, ...chosen, ...judged, z, p: z > 0 ? normalTwoSided(z) / 2 : 1 }
  })
  const holds = holm(tried.map(({ p }) => p))
  return tried
    .filter((_, at) => holds[at])
    .sort((a, b) => b.z - a.z)
    .slice(0, MOST)
    .map(({ feature, op, threshold, came: hit, others }) => ({ feature, op, threshold, came: hit, others }))
}

type Cut = Pick<UnusualSplit, 'op' | 'threshold'>
type Counted = Pick<UnusualSplit, 'came' | 'others'>

function bestSplit(values: Float64Array, labels: Uint8Array, half: Uint8Array): Cut | null {
  const known = values.filter((value, row) => half[row] === 0 && !Number.isNaN(value)).sort()
  const cuts = new Set(Array.from({ length: CUTS }, (_, k) => known[Math.floor(((k + 1) * known.length) / (CUTS + 1))]))
  let best: { cut: Cut; z: number } | null = null
  for (const threshold of cuts)
    for (const op of ['>=', '<='] as const) {
      if (threshold === undefined) continue
      const cut = { op, threshold }
      const found = counted(values, labels, half, 0, cut)
      const z = zOf(found)
      if (z > (best?.z ?? 0) && (found.others.value ?? 1) <= MOST_OTHERS) best = { cut, z }
    }
  return best?.cut ?? null
}

function counted(values: Float64Array, labels: Uint8Array, half: Uint8Array, part: number, cut: Cut): Counted {
  let [cameHit, came, otherHit, others] = [0, 0, 0, 0]
  for (let row = 0; row < labels.length; row++) {
    if (half[row] !== part) continue
    const value = values[row] as number
    const hit = cut.op === '>=' ? value >= cut.threshold : value <= cut.threshold
    if (labels[row] === 1) {
      came++
      if (hit) cameHit++
    } else {
      others++
      if (hit) otherHit++
    }
  }
  return { came: proportion(cameHit, came), others: proportion(otherHit, others) }
}

/** How far the share of those who came lies above that of the others, in standard errors of no difference. */
function zOf({ came, others }: Counted): number {
  if (came.value === null || others.value === null) return 0
  const pooled = (came.k + others.k) / (came.n + others.n)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / came.n + 1 / others.n))
  return error === 0 ? 0 : (came.value - others.value) / error
}
