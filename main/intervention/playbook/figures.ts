import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import { type Condition, comparisonsOf } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { triggerOf } from '../../cache/definitions.ts'

/**
 * The figures that a firing of a condition may carry, by the names that templates use: `recent`, `recent2` … by position
 * of the comparison; `rate` and `recent_usual` beside it where it is measured against what is usual.
 */
export function figureNames(condition: Condition): Set<string> {
  const names = new Set<string>()
  for (const [n, { measure }] of comparisonsOf(condition).entries()) {
    const suffix = n === 0 ? '' : String(n + 1)
    names.add(`recent${suffix}`)
    if (!isShare(measure)) continue
    for (const name of [`recent${suffix}_usual`, `rate${suffix}`, `rate${suffix}_usual`]) names.add(name)
  }
  return names
}

const isShare = (measure: Measure): boolean =>
  measure.type === 'rate' || (measure.type === 'stored' && measure.relative !== undefined)

const naming = (playbookId: string) =>
  query<{ definition: string }>("SELECT definition FROM trigger WHERE json_extract(definition, '$.playbook') = ?", [
    playbookId,
  ])

/** The figures that at least one trigger which names this playbook measures. */
export const figuresFor = (db: ReadDb, playbookId: string): Set<string> =>
  new Set(db.all(naming(playbookId)).flatMap(({ definition }) => [...figureNames(triggerOf(definition).when)]))
