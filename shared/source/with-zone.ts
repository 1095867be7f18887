import type { Mappings } from './mapping.ts'

/** Mappings whose dates are read in a zone where their times have no offset; one that a date names already stays. */
export const withZone = (mappings: Mappings, zone: string): Mappings => zoned(mappings, zone) as Mappings

function zoned(value: unknown, zone: string): unknown {
  if (Array.isArray(value)) return value.map(one => zoned(one, zone))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, zoned(one, zone)]))
  const isDate = inner.type === 'date' && ('field' in inner || 'path' in inner)
  return isDate && !('zone' in inner) ? { ...inner, zone } : inner
}
