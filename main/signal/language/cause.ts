import { own } from '../../../shared/foreign/own.ts'
import { byText } from '../../../shared/text/text-order.ts'
import { type CauseRef, OWN_DIMENSION } from '../../../shared/trigger/trigger.ts'
import { compare } from './change.ts'
import type { Bound } from './detect.ts'
import { valueAt } from './detect.ts'

/** What a firing has in common with others: `{ dimension: 'carrier', value: 'DHL' }`, or its trigger. */
export interface Cause {
  dimension: string
  value: string
}

/** Longer texts are no names. */
const LONGEST = 120

/**
 * The cause of a firing at `t`: what the objects behind it say of it most often, else the events (their properties as
 * JSON); of two that are level the first in the alphabet. Where none of them says anything, the trigger itself.
 */
export function causeOf(
  trigger: string,
  ref: CauseRef | null,
  bound: Bound,
  t: number,
  events: readonly string[],
): Cause {
  const own = { dimension: OWN_DIMENSION, value: trigger }
  if (!ref) return own
  const value = commonest(objectsBehind(bound, t), ref.field) ?? commonest(events, ref.field)
  return value === null ? own : { dimension: ref.dimension, value }
}

const objectsBehind = ({ plan, meters, facts }: Bound, t: number): string[] =>
  meters.flatMap((meter, i) => {
    const one = plan.comparisons[i]
    const isTrue = one && compare(one.comparison.op, valueAt({ plan, meters, facts }, i, t), one.threshold)
    return isTrue ? (meter.objects?.(t) ?? []).map(({ properties }) => properties) : []
  })

function commonest(rows: readonly string[], field: string): string | null {
  const names = rows.map(row => nameOf(own(JSON.parse(row) as Record<string, unknown>, field)))
  const known = names.filter(name => name !== '' && name.length <= LONGEST)
  const groups = [...Map.groupBy(known, name => name)]
  const [first] = groups.sort(([a, those], [b, others]) => others.length - those.length || byText(a, b))
  return first?.[0] ?? null
}

/** Blank where nothing is said that could be a name. */
const nameOf = (found: unknown): string =>
  typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found).trim() : ''
