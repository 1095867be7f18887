/** One life of an object, ms since it began; `ended` is false where it is still open (censored). */
export interface Life {
  ms: number
  ended: boolean
}

/** A moment of life at which some end: ms since the beginning, the share that lives longer, how many were watched so far. */
export type LifeStep = readonly [ms: number, longer: number, watched: number]

/** How long lives of a kind last. `lives`: how many it was learned from, `ended`: how many of them are over. */
export interface LifeCurve {
  lives: number
  ended: number
  steps: readonly LifeStep[]
}

/** More steps say nothing more, and each is a moment at which a chance changes. */
const MOST_STEPS = 80

/**
 * The share of lives that last longer than each time (Kaplan & Meier 1958). Lives that are still open count as long as they
 * have been watched, so that short ones, which end first, are not over-represented.
 */
export function curveOf(lives: readonly Life[]): LifeCurve {
  const order = [...lives].sort((a, b) => a.ms - b.ms || Number(b.ended) - Number(a.ended))
  const steps: LifeStep[] = []
  let longer = 1
  for (let at = 0; at < order.length; ) {
    const { ms } = order[at] as Life
    const watched = order.length - at
    let ends = 0
    while (at < order.length && (order[at] as Life).ms === ms) if ((order[at++] as Life).ended) ends++
    if (ends === 0) continue
    longer *= 1 - ends / watched
    steps.push([ms, longer, watched])
  }
  return { lives: lives.length, ended: lives.filter(({ ended }) => ended).length, steps: thinned(steps) }
}

/** Keeps steps by equal shares: as close in the tails as in the middle, and the last one. */
function thinned(steps: readonly LifeStep[]): LifeStep[] {
  if (steps.length <= MOST_STEPS) return [...steps]
  const kept: LifeStep[] = []
  let before = 1
  for (const [at, step] of steps.entries())
    if (at === 0 || before - step[1] >= 1 / MOST_STEPS || at === steps.length - 1) {
      kept.push(step)
      before = step[1]
    }
  return kept
}

/** The share that lives longer than `ms`. */
export function longerThan({ steps }: LifeCurve, ms: number): number {
  let longer = 1
  for (const step of steps) {
    if (step[0] > ms) break
    longer = step[1]
  }
  return longer
}

/** How many lives were watched beyond `ms`. */
export function watchedAfter({ lives, steps }: LifeCurve, ms: number): number {
  const next = steps.find(step => step[0] > ms)
  return next ? next[2] : ms < 0 ? lives : 0
}

/** Fewer lives say too little of the tails: nineteen is the least whose extremes leave out 5 % on each side. */
export const FEW_LIVES = 20

/** Between which ages a life ends, ms since its beginning. `high` is null where so few last that long that nobody can say. */
export interface EndInterval {
  low: number
  high: number | null
}

/**
 * When a life that has lasted `age` ends, with a chance of `level`: the conformal quantiles (Vovk et al. 2005) of the lives
 * that were watched beyond that age, which a life of that age is exchangeable with. Ranks are of n + 1, and between two of
 * them the interval is interpolated (Beran & Hall 1993), so that it promises no more than it says either. Censoring is
 * weighed by the curve. Split conformal by lane and recent history, as for order fulfilment in arXiv:2505.17340. Null
 * where too few were watched for so long.
 */
export function endInterval(curve: LifeCurve, age: number, level: number): EndInterval | null {
  const n = watchedAfter(curve, age)
  const alive = longerThan(curve, age)
  if (n < FEW_LIVES || alive <= 0) return null
  const later = curve.steps.filter(([ms]) => ms > age).map(([ms, longer]): [number, number] => [ms, 1 - longer / alive])
  const side = (1 - level) / 2
  const low = endedAt(later, age, ((n + 1) * side) / n)
  const high = endedAt(later, age, Math.min(1, ((n + 1) * (1 - side)) / n))
  return { low: low ?? age, high }
}

/** The age by which a share has ended, on the straight line between two steps; null beyond the last one. */
function endedAt(later: readonly [number, number][], age: number, share: number): number | null {
  let [before, ended] = [age, 0]
  for (const [ms, by] of later) {
    if (by >= share - TINY) return before + ((ms - before) * (share - ended)) / (by - ended)
    ;[before, ended] = [ms, by]
  }
  return null
}
/** Products of shares are not exact. */
const TINY = 1e-9

/** The chance that a life of `age` lasts beyond `due` (both ms since its beginning); 1 once it has. Null where too few are known. */
export function lateChance(curve: LifeCurve, age: number, due: number): number | null {
  if (age >= due) return 1
  if (watchedAfter(curve, age) < FEW_LIVES) return null
  const alive = longerThan(curve, age)
  return alive <= 0 ? null : longerThan(curve, due) / alive
}

/** Stands for all lanes of a kind together. */
export type LaneCurve = { curve: LifeCurve; lane: string | null }

/** Curves by lane, and of all lanes together. */
export interface KindCurves {
  every: LifeCurve | null
  lanes: ReadonlyMap<string, LifeCurve>
}

/** The curve of a lane where enough of its lives were watched beyond `age`, else that of all lanes; null where neither has. */
export function curveFor({ every, lanes }: KindCurves, lane: string | null, age: number): LaneCurve | null {
  const own = lane === null ? undefined : lanes.get(lane)
  if (own && watchedAfter(own, age) >= FEW_LIVES) return { curve: own, lane }
  return every && watchedAfter(every, age) >= FEW_LIVES ? { curve: every, lane: null } : null
}

/** The chance that an object is late, by its lane where enough is known of it. Times are UTC ms. */
export function lateAt(
  curves: KindCurves | undefined,
  { openedAt, dueAt, lane }: { openedAt: number | null; dueAt: number | null; lane: string | null },
  t: number,
): number | null {
  if (dueAt === null) return null
  if (t >= dueAt) return 1
  if (openedAt === null || !curves) return null
  const found = curveFor(curves, lane, t - openedAt)
  return found && lateChance(found.curve, t - openedAt, dueAt - openedAt)
}

/** Every moment (UTC ms) at which that chance may change by time alone. */
export function lateMoments(
  curves: KindCurves | undefined,
  { openedAt, dueAt, lane }: { openedAt: number | null; dueAt: number | null; lane: string | null },
): number[] {
  if (dueAt === null) return []
  const steps = [curves?.every, lane === null ? null : curves?.lanes.get(lane)].flatMap(curve => curve?.steps ?? [])
  const moments = openedAt === null ? [] : steps.map(([ms]) => openedAt + ms).filter(at => at < dueAt)
  return [...moments, dueAt]
}
