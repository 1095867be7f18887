/** A word in the language of FTS5; it holds letters and digits only, so that nothing in it is an operator. */
const whole = (word: string): string => `"${word}"`
const begun = (word: string): string => `"${word}" *`

/**
 * Questions to the index for some words, in the language of FTS5 (https://sqlite.org/fts5.html, section 3); none for no
 * words. `narrow`: all words whole, then the last one only begun, as while a person types. `wide`, for where those find
 * nothing: each of them begun.
 */
function matchesOf(words: readonly string[]): { narrow: string[]; wide: string[] } {
  const last = words.at(-1)
  if (last === undefined) return { narrow: [], wide: [] }
  const before = words.slice(0, -1)
  const join = (terms: readonly string[]) => terms.join(' AND ')
  return {
    narrow: [join(words.map(whole)), join([...before.map(whole), begun(last)])],
    wide: before.length > 0 ? [join(words.map(begun))] : [],
  }
}

/** Ids by these words: asks the narrow questions up to `limit` rows, and the wide ones where nothing was found. */
export function idsByWords(
  words: readonly string[],
  limit: number,
  ask: (match: string) => readonly { id: number }[],
): Set<number> {
  const { narrow, wide } = matchesOf(words)
  const found = new Set<number>()
  for (const match of narrow) if (found.size < limit) for (const { id } of ask(match)) found.add(id)
  for (const match of found.size === 0 ? wide : []) for (const { id } of ask(match)) found.add(id)
  return found
}
