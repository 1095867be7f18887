import { own } from '../../../shared/foreign/own.ts'
import type { Of, Related } from '../../../shared/trigger/measures/parts.ts'

/** What an object is known by when things are related to it. */
export interface Keyed {
  id: number
  /** Its id at its source. */
  externalId: string
  /** JSON. */
  properties: string
}

/** What relates two things, as text: text, or a whole number, so that 1001 and "1001" are one; null where it is neither. */
function keyOf(found: unknown): string | null {
  if (typeof found === 'string') return found === '' ? null : found
  return typeof found === 'number' && Number.isSafeInteger(found) ? String(found) : null
}

/** `id` is the object's own at its source; every other name a property. */
const keyIn = (name: string, { externalId, properties }: Omit<Keyed, 'id'>): string | null =>
  name === 'id' ? keyOf(externalId) : keyOf(own(JSON.parse(properties) as Record<string, unknown>, name))

/** What the trigger's object is known by in a relation; null where it does not say, so that nothing is known of its own. */
const ownKey = (of: Related, self: Keyed | undefined): string | null => (self ? keyIn(of.this ?? 'id', self) : null)

/** Whether an object is the trigger's own, or related to it. */
export function belongs(of: Of, self: Keyed | undefined): (object: Keyed) => boolean {
  if (of === 'this') return object => object.id === self?.id
  const wanted = ownKey(of, self)
  return object => wanted !== null && keyIn(of.their, object) === wanted
}

/** Whether events with these properties are the trigger's object's own. */
export function belongsByProperty(
  of: Related,
  self: Keyed | undefined,
): (properties: Record<string, unknown>) => boolean {
  const wanted = ownKey(of, self)
  return properties => wanted !== null && keyOf(own(properties, of.their)) === wanted
}

/** Whether it can be told at all what is related: an object without the key has nothing that is known to be its own. */
export const isRelatable = (of: Of | null, self: Keyed | undefined): boolean =>
  of === null || of === 'this' || ownKey(of, self) !== null
