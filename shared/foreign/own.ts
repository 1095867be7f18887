/**
 * What a plain object itself holds under a word that comes from outside: a column, an attribute, a name in a manifest.
 * Brackets would also find what every object inherits, such as `constructor`, and `__proto__` would let data change the
 * program's own objects.
 */
export const own = <T>(object: Readonly<Record<string, T>> | null | undefined, word: string): T | undefined =>
  object && Object.hasOwn(object, word) ? object[word] : undefined

/** Puts a value under a word from outside. An assignment to `__proto__` would change what the object inherits instead. */
export function setOwn<T>(object: Record<string, T>, word: string, value: T): void {
  Object.defineProperty(object, word, { value, enumerable: true, configurable: true, writable: true })
}
