import { RE2JS } from 're2js'

/**
 * The only way to a regular expression that somebody else wrote. RE2 answers in time that grows with the length of the
 * value: it has no backreference and no look-around, and nested quantifiers do not go back over what they have read.
 */
export const LONGEST_PATTERN = 500
/** What a person fills in is shorter; a longer value fits no pattern. */
const LONGEST_VALUE = 10_000

/** Why a text cannot be used as a pattern; null where it can. */
export function patternFault(pattern: string): string | null {
  if (pattern.length > LONGEST_PATTERN)
    return `expected a regular expression of at most ${LONGEST_PATTERN} characters, found ${pattern.length}`
  try {
    RE2JS.compile(pattern)
    return null
  } catch (error) {
    return `expected a regular expression of RE2: ${wordsOf(error)}`
  }
}

/** Whether the whole value is as the pattern says. The pattern was checked when its manifest was. */
export const fitsPattern = (pattern: string, value: string): boolean =>
  value.length <= LONGEST_VALUE && RE2JS.matches(pattern, value)

/** Whether the pattern is found in the value; one that says where it begins and ends is held to that. */
export const findsPattern = (pattern: string, value: string): boolean =>
  value.length <= LONGEST_VALUE && RE2JS.compile(pattern).matcher(value).find()

function wordsOf(error: unknown): string {
  const said = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'invalid'
  return /\(\?[=!<]|escape sequence: `\\[1-9k]/.test(said)
    ? `${said} (RE2 has no look-around and no backreference, so that it always comes to an end)`
    : said
}
