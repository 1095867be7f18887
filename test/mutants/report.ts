import { EQUIVALENT } from './equivalent.ts'
import { isCurrent, type KeptFault, type KeptHearts } from './kept.ts'
import { type Heart, locate } from './mutant.ts'

/** A fault that no test noticed. `why`: the reason for which no test can, where one is stated. */
export type Survivor = KeptFault & { why: string | null }

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

/** What tells a fault from others of its file; where it stands changes with every comment before it. */
const nameOf = ({ file, before, after }: KeptFault): string => `${file}\n${before}\n${after}`

/** Puts together what is kept of the hearts. Those that have changed count as they were. */
export function reportOf(hearts: readonly Heart[], kept: KeptHearts): MutantReport {
  const reasons = new Map(EQUIVALENT.map(stated => [nameOf(locate(stated)), stated.why]))
  const found = hearts.flatMap(({ file }) => kept.get(file) ?? [])
  return {
    tried: found.reduce((sum, { tried }) => sum + tried, 0),
    hearts: found.length,
    surviving: found
      .flatMap(({ surviving }) => surviving)
      .map(fault => ({ ...fault, why: reasons.get(nameOf(fault)) ?? null })),
    stale: hearts.filter(heart => !isCurrent(heart, kept)).map(({ file }) => file),
  }
}

/** Reasons that are stated for faults which a test does notice, or which are not made any more. */
export function idleReasons({ surviving, stale }: MutantReport): string[] {
  const explained = new Set(surviving.filter(({ why }) => why !== null).map(nameOf))
  return EQUIVALENT.map(stated => locate(stated))
    .filter(mutant => !stale.includes(mutant.file) && !explained.has(nameOf(mutant)))
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
