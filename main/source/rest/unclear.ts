import { own } from '../../../shared/foreign/own.ts'
import type { RepeatedPlace } from '../../../shared/guard/repeated-key.ts'
import { UnclearItem } from '../../record/mapping/unclear-item.ts'

/**
 * Puts an `UnclearItem` in place of each item in which a key is repeated. Null where a key is repeated outside of the items,
 * because that decides about all of them. Takes the repeated keys out of `value`, the answer that the items come from.
 */
export function setUnclearAside(
  value: unknown,
  repeats: readonly RepeatedPlace[],
  items: readonly unknown[],
): unknown[] | null {
  const at = new Map<unknown, RepeatedPlace>()
  for (const repeat of repeats) {
    const held = objectAt(value, repeat.path)
    if (held !== null) at.set(held, repeat)
  }
  const held = items.flatMap(item => at.get(item) ?? [])
  const isHeld = ({ path }: RepeatedPlace) =>
    held.some(outer => outer.path.every((step, depth) => step === path[depth]))
  if (!repeats.every(repeat => repeat.own.length === 0 || isHeld(repeat))) return null
  for (const [object, repeat] of at) for (const key of repeat.own) delete (object as Record<string, unknown>)[key]
  return items.map(item => {
    const repeat = at.get(item)
    return repeat ? new UnclearItem(repeat.key, repeat.text, item) : item
  })
}

/** What stands at a path; null where the text had it but the value lost it to a later one of the same key. */
function objectAt(value: unknown, path: RepeatedPlace['path']): object | null {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return null
    at = own(at as Record<string, unknown>, String(step))
  }
  return typeof at === 'object' ? at : null
}
