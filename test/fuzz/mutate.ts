import { hostile, type Json } from './hostile.ts'
import type { Pick } from './pick.ts'

type Holder = Json[] | { [key: string]: Json }
interface Place {
  holder: Holder
  key: string | number
}

const isHolder = (value: Json | undefined): value is Holder => typeof value === 'object' && value !== null

/** Every place of a value that something else could be put into. */
function placesOf(value: Json): Place[] {
  const found: Place[] = []
  const visit = (holder: Holder) => {
    for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
      found.push({ holder, key })
      const inner = (holder as Record<string | number, Json>)[key]
      if (isHolder(inner)) visit(inner)
    }
  }
  if (isHolder(value)) visit(value)
  return found
}

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON']

/** Defined, because assigning to `__proto__` would change the object's kind and write nothing. */
const put = (holder: Holder, key: string | number, value: Json) =>
  void Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })

/** A copy of a value with a few of its parts replaced, left out, moved, repeated or joined by keys of prototypes. */
export function mutated(value: Json, pick: Pick): Json {
  const copy = structuredClone(value)
  for (let n = pick.whole(1, 3); n > 0; n--) {
    const places = placesOf(copy)
    const place = places.length > 0 && pick.happens(0.95) ? pick.one(places) : null
    if (!place) return hostile(pick)
    const { holder, key } = place
    const at = holder as Record<string | number, Json>
    pick.one<() => void>([
      () => put(holder, key, hostile(pick)),
      () => put(holder, key, hostile(pick)),
      () => put(holder, key, hostile(pick)),
      () => (Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]),
      () => put(holder, key, structuredClone(at[pick.one(Object.keys(at))] ?? null)),
      () => put(holder, key, [structuredClone(at[key] ?? null), structuredClone(at[key] ?? null)]),
      () => put(holder, key, { [pick.one(PROTOTYPE_KEYS)]: structuredClone(at[key] ?? null) }),
      () => put(holder, Array.isArray(holder) ? holder.length : pick.one(PROTOTYPE_KEYS), hostile(pick)),
    ])()
  }
  return copy
}
