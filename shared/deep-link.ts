/** The scheme that the system hands to Forestall. */
export const LINK_SCHEME = 'forestall'
/** Longer ones are refused: a uid is put together from ids of sources, which have bounds of their own. */
export const LONGEST_LINK = 2_000

export const LINKED = ['issue', 'account'] as const
/** A row that a link leads to, by the id that is the same on every computer. */
export interface Linked {
  kind: (typeof LINKED)[number]
  uid: string
}

const LINK = /^forestall:\/\/(issue|account)\/((?:[A-Za-z0-9._~!'()*-]|%[0-9A-Fa-f]{2})+)$/

/** The link to a row. */
export const linkTo = ({ kind, uid }: Linked): string => `${LINK_SCHEME}://${kind}/${encodeURIComponent(uid)}`

/**
 * What a link leads to; null for anything but a link exactly as `linkTo` writes it. Every page and program can hand one
 * over, so there is no query, no second step and no other spelling that could come to mean something.
 */
export function parseLink(text: string): Linked | null {
  if (text.length > LONGEST_LINK) return null
  const [, named, encoded = ''] = LINK.exec(text) ?? []
  const kind = LINKED.find(known => known === named)
  if (!kind) return null
  try {
    const uid = decodeURIComponent(encoded)
    return /\p{Cc}|\p{Cf}/u.test(uid) || linkTo({ kind, uid }) !== text ? null : { kind, uid }
  } catch {
    return null
  }
}

/** The first argument of a command line that claims to be a link; null where none does. */
export const linkAmong = (args: readonly string[]): string | null =>
  args.find(arg => arg.toLowerCase().startsWith(`${LINK_SCHEME}:`)) ?? null
