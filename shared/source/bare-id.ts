const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/
const UNSEEN_ALL = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const [APOSTROPHE, EQUALS] = [39, 61]

/** Signs that nobody sees, and what spreadsheets put around a text of digits (`="007"`, `'007`), are no part of an id. */
export function bareId(text: string): string {
  const seen = UNSEEN.test(text) ? text.replace(UNSEEN_ALL, '') : text
  const first = seen.charCodeAt(0)
  if (first !== APOSTROPHE && first !== EQUALS) return seen
  return /^="(.*)"$/.exec(seen)?.[1] ?? /^'([\d+].*)$/.exec(seen)?.[1] ?? seen
}

/** How a spreadsheet may have written an id in files that were read before the wrapping was taken off. */
export const wrappedIds = (id: string): string[] => [`="${id}"`, `'${id}`]

/** The same of the uid of a row, which has the slug of its source before the id. */
export const bareUid = (uid: string): string => {
  const cut = uid.indexOf(':') + 1
  return uid.slice(0, cut) + bareId(uid.slice(cut))
}
