import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EQUIVALENT } from './equivalent.ts'
import { applied, locate, type Mutant, ROOT, sourceOf } from './mutant.ts'
import type { Tried } from './try-all.ts'

/** A fault that no test noticed. `why`: the reason for which no test can, where one is stated. */
export type Survivor = Pick<Mutant, 'file' | 'line' | 'before' | 'after'> & { why: string | null }

/** What `out/test/mutants.json` holds. A fault with a stated reason counts as surviving all the more. */
export interface MutantReport {
  tried: number
  hearts: number
  surviving: Survivor[]
}

/** Share of faults that may survive. */
export const MOST_SURVIVING = 0.05

/** Faults are the same where the files that they make are. */
const madeBy = (mutant: Mutant): string => `${mutant.file}\n${applied(sourceOf(mutant.file), mutant)}`

/** Puts together how the faults ended. */
export function reportOf(all: readonly Tried[]): MutantReport {
  const reasons = new Map(EQUIVALENT.map(stated => [madeBy(locate(stated)), stated.why]))
  const surviving = all
    .filter(({ ending }) => ending === 'survived')
    .map(({ mutant }): Survivor => {
      const { file, line, before, after } = mutant
      return { file, line, before, after, why: reasons.get(madeBy(mutant)) ?? null }
    })
  return { tried: all.length, hearts: new Set(all.map(({ mutant }) => mutant.file)).size, surviving }
}

/** Reasons that are stated for faults which a test does notice, or which are not made any more. */
export function idleReasons(all: readonly Tried[]): string[] {
  const survived = new Set(all.filter(({ ending }) => ending === 'survived').map(({ mutant }) => madeBy(mutant)))
  return EQUIVALENT.map(stated => locate(stated))
    .filter(mutant => !survived.has(madeBy(mutant)))
    .map(({ file, line, after }) => `${file}:${line}: ${after}`)
}

/** The survivors: line, what is there, and what could be there instead. */
export const listed = (surviving: readonly Survivor[]): string =>
  surviving
    .map(
      ({ line, before, after, why }) => `  ${line}: ${before}\n    → ${after}\n${why === null ? '' : `    (${why})\n`}`,
    )
    .join('')

/** What the run comes to, in one line. */
export function summed({ tried, hearts, surviving }: MutantReport): string {
  const share = ((100 * surviving.length) / Math.max(tried, 1)).toFixed(1)
  const explained = surviving.filter(({ why }) => why !== null).length
  return `${tried} mutants of ${hearts} hearts, ${surviving.length} survive (${share} %), ${explained} of them with a reason\n`
}

/** Writes the report that the bench suite `house` reads. */
export function keep(report: MutantReport): void {
  mkdirSync(join(ROOT, 'out/test'), { recursive: true })
  writeFileSync(join(ROOT, 'out/test/mutants.json'), `${JSON.stringify(report, null, 2)}\n`)
}
