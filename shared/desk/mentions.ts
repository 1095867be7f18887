const WORD = /[\p{L}\p{N}_]/u

/** Whether `name` is written at `at`, whatever its capitals, and ends there: `@kim` does not mention Kimberly. */
function isNamedAt(text: string, at: number, name: string): boolean {
  if (text.slice(at, at + name.length).toLowerCase() !== name.toLowerCase()) return false
  return !WORD.test(text.charAt(at + name.length))
}

/** An @ inside of a word is part of an e-mail address. */
const beginsMention = (text: string, at: number): boolean =>
  text.charAt(at) === '@' && !WORD.test(text.charAt(at - 1)) && text.charAt(at - 1) !== '.'

/** Whom a text mentions as `@name`, of the people known; of two names that fit, the longer one. In the order of the text. */
export function mentionsIn(text: string, people: readonly string[]): string[] {
  const longestFirst = [...people].sort((a, b) => b.length - a.length)
  const found = new Set<string>()
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (!beginsMention(text, at)) continue
    const named = longestFirst.find(name => isNamedAt(text, at + 1, name))
    if (named !== undefined) found.add(named)
  }
  return [...found]
}

/** The mention that is being typed where the caret stands, and those whom it may become; null where none is. */
export function mentionBeingTyped(
  text: string,
  caret: number,
  people: readonly string[],
): { from: number; fits: string[] } | null {
  const from = text.lastIndexOf('@', caret - 1)
  if (from < 0 || !beginsMention(text, from)) return null
  const typed = text.slice(from + 1, caret).toLowerCase()
  if (typed.includes('\n')) return null
  const fits = people.filter(name => name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed)
  return fits.length === 0 ? null : { from, fits }
}
