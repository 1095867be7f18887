import { holdsErased } from '../../../shared/person/erased-text.ts'

/** Stands where a template put out nothing, until the text is looked at; a noncharacter that no field holds. */
const HOLE = '\uFDD0'

/** What a template puts out, with a mark in place of nothing. */
export const marked = (value: unknown): string => {
  const text = String(value ?? '')
  return text.trim() === '' ? HOLE : text
}

/** The text without its marks. */
export const unmarked = (text: string): string => text.replaceAll(HOLE, '')

const quoted = (line: string): string => unmarked(line).trim().slice(0, 60)

/**
 * The line of a rendered text in which a value is missing to the eye (`Hi ,`, `Your plan  ends`) or from which a person was
 * erased, without its marks; null where there is none. `Hello{{ name }},` reads well without a name, and so does a sentence that is left out.
 */
export function holeIn(text: string): string | null {
  const lines = text.split('\n')
  const torn = lines.find(line => isTorn(line) || holdsErased(line))
  if (torn !== undefined) return quoted(torn)
  const first = lines.find(line => unmarked(line).trim() !== '')
  return first !== undefined && GREETS_NOBODY.test(unmarked(first).trim()) ? quoted(first) : null
}

function isTorn(line: string): boolean {
  for (let at = line.indexOf(HOLE); at >= 0; at = line.indexOf(HOLE, at + 1)) {
    const before = unmarked(line.slice(0, at))
    const after = unmarked(line.slice(at + 1))
    if (/[\p{L}\p{N},;:(]\s+$/u.test(before) && /^(?:\s|$|[,.;:!?)])/.test(after)) return true
    if (before.trim() === '' && /^\s*[,.;:!?)]/.test(after)) return true
    if (/[(“"‘]$/.test(before) && /^[)”"’]/.test(after)) return true
  }
  return false
}

/** `Hi ,` · `Good morning !` · `Dear,` · `, your order`: a space before a comma is a mistake in every language. */
const GREETS_NOBODY =
  /^(?:[,;]|\p{L}[\p{L}\p{M}'’.]*(?:\s+\p{L}[\p{L}\p{M}'’.]*){0,2}\s+,|(?:hi|hey|hello|dear|greetings|good (?:morning|afternoon|evening|day))\s+[!.:;](?:\s|$)|dear[,!.:;]?$)/iu
