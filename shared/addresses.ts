/**
 * One spelling for each address, used wherever two are compared: suppression, lanes, caps, identity. Letters are composed
 * (NFC) and small, and a domain is written as the DNS has it: `Jörg@BÜCHER.example` is `jörg@xn--bcher-kva.example`.
 */
export function addressOf(text: string): string {
  const plain = text.trim().normalize('NFC').toLowerCase()
  const at = plain.lastIndexOf('@')
  return at < 0 ? plain : `${plain.slice(0, at)}@${asciiDomain(plain.slice(at + 1))}`
}

/**
 * Entries of the suppression list that hold for an address: itself, the mailbox of a plus-address (`ada+shop@x.example`
 * is delivered to `ada@x.example`), and its whole domain; also as lists of before have them, with the domain as written.
 */
export function suppressedBy(address: string): string[] {
  const lane = addressOf(address)
  const written = address.trim().normalize('NFC').toLowerCase()
  const spellings = [lane, written]
  return [...new Set([...spellings, ...spellings.map(mailbox), ...spellings.map(one => one.replace(/^.*(?=@)/, ''))])]
}

const mailbox = (lane: string): string => lane.replace(/^([^+@]+)\+[^@]*(?=@)/, '$1')

/** A domain as the DNS has it (IDNA); what cannot be one stays as it is. The parser of URLs knows the rules everywhere. */
function asciiDomain(domain: string): string {
  if (/^[a-z0-9.-]*$/.test(domain)) return domain
  // Anything that an address of the web would take for something else than a host.
  if (/[\s/\\?#:@[\]%]/.test(domain)) return domain
  return URL.canParse(`https://${domain}`) ? new URL(`https://${domain}`).hostname : domain
}
