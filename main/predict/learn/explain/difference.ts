import type { Contribution, Explanation } from './explain.ts'

/** One reason why a risk is another than before, in log odds. `column` null: the model itself is another. */
export interface NamedChange {
  column: string | null
  before: Contribution['value']
  after: Contribution['value']
  logOdds: number
}

/**
 * The difference between two explanations as a sum of named changes, the largest first. Where the model changed in between,
 * `middle` is the new model's explanation of the old facts: what only the model says otherwise is a change of its own.
 */
export function differenceOf(before: Explanation, after: Explanation, middle: Explanation = before): NamedChange[] {
  const changes: NamedChange[] = []
  if (middle !== before)
    changes.push({ column: null, before: null, after: null, logOdds: middle.logOdds - before.logOdds })
  const known = new Map(middle.contributions.map(one => [one.column, one]))
  for (const { column, value, logOdds } of after.contributions) {
    const old = known.get(column)
    const change = logOdds - (old?.logOdds ?? 0)
    if (change !== 0) changes.push({ column, before: old?.value ?? null, after: value, logOdds: change })
  }
  return changes.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
}
