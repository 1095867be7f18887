import { EQUIVALENT } from './equivalent.ts'
import { isCurrent, type KeptHearts } from './kept.ts'
import { applied, type Heart, locate, type Mutant, sourceOf } from './mutant.ts'

/** A fault that no test noticed. `why`: the reason for which no test can, where one is stated. */
export type Survivor = Mutant & { why: string | null }

/** How the faults of all hearts ended, as far as they are kept. */
export interface MutantReport {
  tried: number
  hearts: number
  /** A fault with a stated reason counts as surviving, too. */
  surviving: Survivor[]
  /** Hearts that, or whose tests, have changed since they were tried, or that were never tried. */
  stale: string[]
}

/** Share of faults that may survive. */
export const MOST_SURVIVING = 0.05

/** Faults are the same where the files that they make are. */
const madeBy = (mutant: Mutant): string => `${mutant.file}\n${applied(sourceOf(mutant.file), mutant)}`

/** Puts together what is kept of the hearts. Those that have changed count as they were; a reason is one for today's code. */
export function reportOf(hearts: readonly Heart[], kept: KeptHearts): MutantReport {
  const reasons = new Map(EQUIVALENT.map(stated => [madeBy(locate(stated)), stated.why]))
  const found = hearts.flatMap(heart => {
    const tried = kept.get(heart.file)
    return tried ? [{ heart, tried }] : []
  })
  const surviving = found.flatMap(({ heart, tried }) =>
    tried.surviving.map(mutant => ({
      ...mutant,
      why: isCurrent(heart, kept) ? (reasons.get(madeBy(mutant)) ?? null) : null,
    })),
  )
  return {
    tried: found.reduce((sum, { tried }) => sum + tried.tried, 0),
    hearts: found.length,
    surviving,
    stale: hearts.filter(heart => !isCurrent(heart, kept)).map(({ file }) => file),
  }
}

/** Reasons that are stated for faults which a test does notice, or which are not made any more. */
export function idleReasons({ surviving, stale }: MutantReport): string[] {
  const explained = new Set(surviving.filter(({ why }) => why !== null).map(madeBy))
  return EQUIVALENT.map(stated => locate(stated))
    .filter(mutant => !stale.includes(mutant.file) && !explained.has(madeBy(mutant)))
    .map(({ file, line, after }) => `${file}:${line}: ${after}`)
}

/** The survivors: line, what is there, and what could be there instead. */
export const listed = (surviving: readonly Survivor[]): string =>
  surviving
    .map(
      ({ file, line, before, after, why }) =>
        `  ${file}:${line}: ${before}\n    → ${after}\n${why === null ? '' : `    (${why})\n`}`,
    )
    .join('')

/** What all runs so far come to, in one line. */
export function summed({ tried, hearts, surviving, stale }: MutantReport): string {
  const share = ((100 * surviving.length) / Math.max(tried, 1)).toFixed(1)
  const explained = surviving.filter(({ why }) => why !== null).length
  const old = stale.length === 0 ? '' : `; ${stale.length} hearts changed since, or were never tried`
  return `${tried} mutants of ${hearts} hearts, ${surviving.length} survive (${share} %), ${explained} of them with a reason${old}\n`
}
