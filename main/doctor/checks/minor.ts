import { z } from 'zod'
import type { Finding } from '../../../shared/model/finding.ts'
import { objectsOf, ofEvents, simpleMeasures } from '../../../shared/trigger/measures/measures.ts'
import type { PropertyTest } from '../../../shared/trigger/measures/parts.ts'
import {
  type Comparison,
  comparisonsOf,
  conditionsOf,
  type Trigger,
  triggerSchema,
} from '../../../shared/trigger/trigger.ts'
import { query } from '../../cache/db.ts'
import { minorProperties } from '../../cache/minor-properties.ts'
import type { Check } from '../check.ts'

const enabled = query<{ definition: string }>('SELECT definition FROM trigger WHERE enabled = 1 ORDER BY id')

/** Triggers in use that hold a plain number against a property that is kept in minor units. */
export const amountsInMinorUnits: Check = ({ db }) => {
  const minor = minorProperties(db)
  if (minor.size === 0) return []
  return db.all(enabled).flatMap(({ definition }): Finding[] => {
    const read = triggerSchema.safeParse(z.json().parse(JSON.parse(definition)))
    if (!read.success) return []
    const [first, ...others] = new Map(
      comparedIn(read.data)
        .filter(({ name }) => minor.has(name))
        .map(one => [one.name, one]),
    ).values()
    if (!first) return []
    return [
      {
        check: 'amounts_in_minor_units',
        what: `“${read.data.title}” compares “${first.name}”, which is kept in minor units: ${first.limit} is ${first.limit / 100} of a currency with cents.`,
        why: 'A threshold in whole units is then wrong by a factor of 100.',
        todo: 'Map the column to the amount of the object and ask for its “amount” with a currency, or check that the threshold is in minor units.',
        count: 1 + others.length,
        examples: [read.data.id],
        sourceId: null,
      },
    ]
  })
}

interface Compared {
  name: string
  limit: number
}

const comparedIn = (trigger: Trigger): Compared[] => conditionsOf(trigger).flatMap(comparisonsOf).flatMap(comparedBy)

function comparedBy({ measure, threshold }: Comparison): Compared[] {
  const limit = typeof threshold === 'number' ? threshold : null
  return simpleMeasures(measure).flatMap((one): Compared[] => {
    const where = (ofEvents(one) ? one.events : objectsOf(one))?.where ?? {}
    const tests = Object.entries(where).flatMap(([name, test]) => limitsOf(test).map(found => ({ name, limit: found })))
    if (limit === null) return tests
    if (one.type === 'attribute') return [...tests, { name: one.name.replace(/^properties\./, ''), limit }]
    return 'field' in one &&
      one.field !== undefined &&
      (one.type === 'sum' || one.type === 'max' || one.type === 'last')
      ? [...tests, { name: one.field, limit }]
      : tests
  })
}

const limitsOf = (test: PropertyTest): number[] =>
  typeof test === 'object' && !Array.isArray(test) ? Object.values(test).filter(limit => limit !== undefined) : []
