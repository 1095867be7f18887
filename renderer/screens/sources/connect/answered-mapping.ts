import type { Mappings } from '../../../../shared/source/mapping.ts'

/**
 * The mapping of a person after an answer: only what the answer concerns is taken from the proposal, because what was edited
 * before must not be lost. `asked`: the proposal from before the answer.
 */
export function withAnswer(edited: Mappings, asked: Mappings | undefined, proposed: Mappings): Mappings {
  if (asked === undefined || JSON.stringify(edited) === JSON.stringify(asked)) return proposed
  return merged(edited, asked, proposed) as Mappings
}

/** What differs between two proposals changes in the third value where that is still what the first one was. */
function merged(edited: unknown, before: unknown, after: unknown): unknown {
  if (JSON.stringify(edited) === JSON.stringify(before)) return after
  if (!isNested(edited) || !isNested(before) || !isNested(after)) return edited
  if (Array.isArray(edited) !== Array.isArray(before) || Array.isArray(before) !== Array.isArray(after)) return edited
  const next: Record<string, unknown> = { ...edited }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = key in edited || !(key in before) ? merged(edited[key], before[key], after[key]) : undefined
    if (value === undefined) delete next[key]
    else next[key] = value
  }
  return Array.isArray(edited) ? Object.values(next) : next
}

const isNested = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Whether two mappings read the same from a column. */
export const readsAlike = (one: Mappings, other: Mappings, column: string): boolean =>
  JSON.stringify(readsOf(one, column)) === JSON.stringify(readsOf(other, column))

/** Every field that a column is read for, in the order of their names: forms write them in another one than a proposal. */
function readsOf(mappings: Mappings, column: string): string[] {
  const name = JSON.stringify(column)
  const found: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (!isNested(value)) {
      if (typeof value === 'string' && (value === column || value.includes(name))) found.push(`${path}=${value}`)
      return
    }
    const { field, ...how } = value
    if (field === column) found.push(`${path}=${JSON.stringify(Object.entries(how).toSorted())}`)
    else for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`)
  }
  for (const mapping of [mappings].flat()) visit(mapping, mapping.record)
  return found.toSorted()
}
