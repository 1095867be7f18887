import type { PlaybookProblem } from '../../../shared/intervention/run.ts'
import type { Path } from './edit-steps.ts'

/** `steps[2].cases[0].do[1]`: a place as problems and dry runs name it. */
export const written = (path: Path): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${key}`)).join('')

const lies = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`)

/**
 * Problems by the step where they stand: each belongs to the innermost step that holds its place, under `''` where none
 * does. `places`: where the steps stand, as they are written.
 */
export function byStep(
  problems: readonly PlaybookProblem[],
  places: readonly string[],
): ReadonlyMap<string, PlaybookProblem[]> {
  const found = new Map<string, PlaybookProblem[]>()
  for (const problem of problems) {
    const owner = places
      .filter(place => lies(problem.path, place))
      .reduce((deepest, place) => (place.length > deepest.length ? place : deepest), '')
    found.set(owner, [...(found.get(owner) ?? []), problem])
  }
  return found
}
