/** A word in the language of FTS5; it holds letters and digits only, so that nothing in it is an operator. */
const whole = (word: string): string => `"${word}"`
const begun = (word: string): string => `"${word}" *`

/**
 * Questions to the index for some words, the narrowest first: all words whole; the last one only begun, as while a person
 * types; all of them begun. In the language of FTS5 (https://sqlite.org/fts5.html, section 3). None for no words.
 */
export function matchesOf(words: readonly string[]): string[] {
  const last = words.at(-1)
  if (last === undefined) return []
  const before = words.slice(0, -1)
  const all = [words.map(whole), [...before.map(whole), begun(last)], ...(before.length > 0 ? [words.map(begun)] : [])]
  return all.map(terms => terms.join(' AND '))
}
