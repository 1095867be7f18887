import type { PlaybookProblem } from '../../../shared/intervention/run.ts'
import type { StepPath } from './edit-steps.ts'

/** A place as problems and dry runs write it: `steps[2].cases[0].do[1]`. */
export const written = (path: StepPath): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${key}`)).join('')

const lies = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`)

/**
 * Problems by step: each belongs to the innermost step that contains its place, or to `''` where no step does.
 * `places`: the written places of the steps.
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
