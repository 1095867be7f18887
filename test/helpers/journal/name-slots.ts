import { z } from 'zod'
import { type Named, namedIn } from '../../../main/cache/uid.ts'

/** Where a schema names a row: its table, and whether `withUids` finds the name there to put a uid in a number's place. */
export interface NameSlot {
  table: Named
  isFound: boolean
}

/** Every place of a schema that names a row, however deep and in whatever it stands. */
export function nameSlots(schema: unknown, isFound = true, seen = new Set<unknown>()): NameSlot[] {
  if (!(schema instanceof z.ZodType) || seen.has(schema)) return []
  const [named] = namedIn(schema, '')
  if (named) return [{ table: named.table, isFound }]
  const inside = new Set([...seen, schema])
  const goesOn =
    isFound &&
    [z.ZodObject, z.ZodArray, z.ZodOptional, z.ZodNullable, z.ZodDefault].some(kind => schema instanceof kind)
  const parts = schema instanceof z.ZodLazy ? [schema.unwrap()] : Object.values(schema.def).flatMap(partsOf)
  return parts.flatMap(part => nameSlots(part, goesOn, inside))
}

/** Schemas are held alone, in lists, or by name. */
function partsOf(value: unknown): unknown[] {
  if (value instanceof z.ZodType) return [value]
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}
