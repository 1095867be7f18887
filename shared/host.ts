import { z } from 'zod'

const NAME = String.raw`[\p{L}\p{M}\p{Nd}._-]+`
const LITERAL = String.raw`\[[\da-f:.]+\]|[\da-f]*:[\da-f:.]+`
const HOST = new RegExp(`^(?:${NAME}|${LITERAL})$`, 'iu')
const HOST_AND_PORT = new RegExp(`^(?:${NAME}|${LITERAL})(?::\\d{1,5})?$`, 'iu')
/** RFC 1035, 2.3.4. */
const LONGEST = 253

/**
 * A name or a number of a machine, for every host that a person or a manifest names. Libraries hand what they get to the
 * system's resolver, which throws at some characters, in one of them long after anybody listens.
 */
export const hostName = z.string().trim().max(LONGEST).regex(HOST, 'expected a host name or an IP address')

/** `host` or `host:port`, in small letters. */
export const hostAndPort = z
  .string()
  .trim()
  .toLowerCase()
  .refine(text => text.replace(/:\d{1,5}$/, '').length <= LONGEST, 'the host name is too long')
  .regex(HOST_AND_PORT, 'expected a host, or a host and a port')

/** Text that goes into a protocol's own fields, where a control character would end one and begin another. */
export const plainText = z.string().regex(/^\P{Cc}+$/u, 'expected text without control characters')

/** A host, or the folder of a server's local sockets. */
export const hostOrSocket = z.union(
  [hostName, plainText.regex(/^\/[^:]*$/)],
  'expected a host name, an IP address or the folder of a local socket',
)

/** What a part of an address stands for; null where it is written wrongly. */
export function decodedPart(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** Whether every part of a database's address can be used: its host, its user and its database. */
export function usableAddress(url: URL): boolean {
  const host = decodedPart(url.hostname)
  const parts = [url.username, url.password, url.pathname].filter(part => part !== '')
  const named = host === '' || hostName.safeParse(host).success
  return named && parts.map(decodedPart).every(part => plainText.safeParse(part).success)
}
