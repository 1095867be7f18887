/** Mailboxes that several people read: what is before the `@`, in small letters (RFC 2142 and what is usual). */
const MAILBOXES = new Set(
  `support info sales billing admin administrator accounts accounting office team help helpdesk service contact hello
  enquiries inquiries marketing finance noreply no-reply donotreply do-not-reply abuse postmaster webmaster hostmaster
  security privacy legal press jobs careers orders invoice invoices kundenservice kundendienst buchhaltung einkauf vertrieb
  kontakt rechnung compta comptabilite ventas contabilidad facturacion soporte amministrazione mail mailbox root noc`.split(
    /\s+/,
  ),
)

/**
 * One spelling of a domain: small letters, ASCII as DNS has it (`xn--…`), no final dot. What is no domain stays as it is,
 * in small letters.
 */
export function plainDomain(text: string): string {
  const domain = text.trim().normalize('NFKC').toLowerCase().replace(/[。｡]/gu, '.').replace(/\.$/, '')
  // The address parser would read bare numbers as an IP, and ASCII is plain already.
  if (!/[^\x20-\x7e]/.test(domain)) return domain
  try {
    return new URL(`http://${domain}`).hostname || domain
  } catch {
    return domain
  }
}

/**
 * One spelling of an e-mail address, by which two are compared: caps, lanes and the suppression list cannot be slipped past
 * by another spelling. Domains are compared as DNS does. Before the `@`, capitals make no difference (no provider in use
 * tells them apart) and Unicode is composed. `ada+shop@…` stays apart from `ada@…`: only its provider knows that both are
 * one mailbox, and who suppresses one may want the other. What has no `@` (a webhook's address) only loses its capitals.
 */
export function plainAddress(text: string): string {
  const address = text.trim().normalize('NFC')
  const at = address.lastIndexOf('@')
  if (at < 0) return address.toLowerCase()
  return `${address.slice(0, at).toLowerCase()}@${plainDomain(address.slice(at + 1))}`
}

const ADDRESS = /^[^\s@\p{Cc}\p{Cf}<>(),;:"]+@[^\s@\p{Cc}\p{Cf}<>(),;:"?]+\.[^\s@\p{Cc}\p{Cf}<>(),;:"?]+$/u
/** What no server takes (RFC 5321): a dot beside another, at an end, or beside the `@`; a domain that begins or ends in a hyphen. */
const MISPLACED = /^\.|\.@|\.\.|@[.-]|-$|\.$/

/** Whether this is one e-mail address: the rule for what is read, what is checked before sending and what is looked over. */
export const isAddress = (text: string): boolean => ADDRESS.test(text) && !MISPLACED.test(text)

/** What is around an address in exports: signs that nobody sees, the mark of a list or the end of a sentence, quotes. */
const AROUND = /^['‘’"]+|['‘’"]*[.;,\s]*$/g
const INVISIBLE = /\p{Cf}/gu

/**
 * The address in a cell: as it is, after `mailto:` or `smtp:`, or in the brackets of `Ada <ada@example.com>`; without what is no
 * part of it. Null for what is none, and for two.
 */
export function mailboxOf(text: string): string | null {
  const seen = text.replace(INVISIBLE, '').replaceAll('＠', '@').trim()
  const inner = /^[^<>]*<([^<>]+)>$/.exec(seen)?.[1]?.trim() ?? seen
  const bare = inner
    .replace(/^mailto:([^?]*).*$/i, '$1')
    .replace(/^smtp:/i, '')
    .replace(AROUND, '')
  return isAddress(bare) ? bare : null
}

/** `@example.com` of `Ada@Example.com`: how a whole domain is suppressed. Empty where there is none. */
export function domainEntry(address: string): string {
  const plain = plainAddress(address)
  return plain.includes('@') ? plain.slice(plain.lastIndexOf('@')) : plain
}

/** Whether an address belongs to a department and not to a person, whatever follows a plus. */
export function isRoleMailbox(address: string | null): boolean {
  const [local = ''] = (address ?? '').trim().toLowerCase().split(/[+@]/)
  return MAILBOXES.has(local)
}

/** What looks like an e-mail address within a text. A full stop that ends a sentence is no part of one. */
export const addressesIn = (text: string): string[] =>
  text.includes('@') ? (text.match(/[^\s"'<>()[\]{},;:|\\@]+@[^\s"'<>()[\]{},;:|\\@]*[\p{L}\p{N}]/gu) ?? []) : []
