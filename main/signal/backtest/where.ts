import type { EventFilter } from '../../../shared/trigger/measures/parts.ts'

type Where = NonNullable<EventFilter['where']>

/** A property by name; a dotted name looks inside. */
export const readField = (properties: Record<string, unknown>, field: string): unknown => properties[field]

/** Whether properties fulfil a filter: equal, one of several, or within bounds. */
export function matchesWhere(where: Where, properties: Record<string, unknown>): boolean {
  for (const name in where) if (!fits(where[name], readField(properties, name))) return false
  return true
}

function fits(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.includes(found)
  if (typeof wanted !== 'object' || wanted === null) return wanted === found
  if (typeof found !== 'number') return false
  for (const [op, bound] of Object.entries(wanted as Record<string, number>)) {
    if (op === 'gte' && !(found >= bound)) return false
    if (op === 'gt' && !(found > bound)) return false
    if (op === 'lte' && !(found <= bound)) return false
    if (op === 'lt' && !(found < bound)) return false
  }
  return true
}
