/** Soft hyphen, marks of direction, signs without width, byte order mark: nobody sees them. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g
/** The same but for the joiners, which letters of Persian and families of emoji need. */
const UNSEEN_IN_NAMES = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g
/** Quotation marks around a whole text, as programs for writing set them. */
const QUOTED = /^[“”„‟«»‹›]([^“”„‟«»‹›]+)[“”„‟«»‹›]$/
const [APOSTROPHE, EQUALS] = [39, 61]

/**
 * Signs that nobody sees, and what programs put around a text (`="007"`, `'007`, `“007”`), are no part of an id. A letter
 * and its accent are one sign, however the source composes them.
 */
export function bareId(text: string): string {
  if (ASCII.test(text)) return unwrapped(text)
  const seen = text.replace(UNSEEN, '').normalize('NFC').trim()
  return unwrapped(QUOTED.exec(seen)?.[1]?.trim() ?? seen)
}

// Nearly every id is plain.
const ASCII = /^[ -~]*$/

function unwrapped(text: string): string {
  const first = text.charCodeAt(0)
  if (first !== APOSTROPHE && first !== EQUALS) return text
  return /^="(.*)"$/.exec(text)?.[1] ?? /^'([\d+].*)$/.exec(text)?.[1] ?? text
}

/** What a cell says that a spreadsheet was made to take as a text: `="01234"`, or `'01234` where nothing but a number follows. */
export const bareCell = (text: string): string =>
  /^="([^"]*)"$/.exec(text)?.[1] ?? /^'([\d+][\d ./-]*)$/.exec(text)?.[1] ?? text

/** A name without signs that nobody sees, and without quotation marks around all of it. */
export function bareName(text: string): string {
  if (ASCII.test(text)) return text
  const seen = text.replace(UNSEEN_IN_NAMES, '').normalize('NFC').trim()
  return QUOTED.exec(seen)?.[1]?.trim() ?? seen
}

/** How a spreadsheet may have written an id in files that were read before the wrapping was taken off. */
export const wrappedIds = (id: string): string[] => [`="${id}"`, `'${id}`]

/** The same of the uid of a row, which has the slug of its source before the id. */
export const bareUid = (uid: string): string => {
  const cut = uid.indexOf(':') + 1
  return uid.slice(0, cut) + bareId(uid.slice(cut))
}
