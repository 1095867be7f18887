import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Publicly routed, yet answered by a cloud's own host with secrets of the machine: Azure's wire server. */
const METADATA = new Set(['168.63.129.16'])

/**
 * Why this numeric address must not be connected to, or null. Only addresses routed on the public Internet pass; what
 * carries an IPv4 address inside (mapped, or through NAT64) is judged by that one.
 */
export function forbiddenAddress(address: string): string | null {
  if (isIP(address) === 0) return 'not a numeric address'
  const parsed = unwrapped(ipaddr.parse(address))
  const range = parsed.range()
  if (range === 'unicast')
    return METADATA.has(parsed.toString()) ? 'an address of the cloud provider’s own services' : null
  return RANGES[range] ?? 'a reserved address'
}

type Address = ReturnType<typeof ipaddr.parse>

function unwrapped(address: Address): Address {
  if (!(address instanceof ipaddr.IPv6)) return address
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  const bytes = address.toByteArray()
  // 64:ff9b::/96 (RFC 6052) is how a network without IPv4 reaches the old Internet.
  return address.range() === 'rfc6052' && bytes.slice(4, 12).every(byte => byte === 0)
    ? ipaddr.fromByteArray(bytes.slice(12))
    : address
}

const RANGES: Record<string, string> = {
  private: 'an address of a private network',
  uniqueLocal: 'an address of a private network',
  deprecatedSiteLocal: 'an address of a private network',
  carrierGradeNat: 'an address inside a provider’s network',
  loopback: 'an address of this machine',
  unspecified: 'an address of this machine',
  linkLocal: 'a link-local address, where clouds keep secrets of the machine',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
}

/** This machine or one of its own network, by number or as `localhost`: who names it means it, and it cannot turn out to be another. */
export const isOwnNetwork = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || (isIP(host) !== 0 && OWN.has(unwrapped(ipaddr.parse(host)).range()))

const OWN = new Set(['private', 'uniqueLocal', 'loopback'])

/** `host` or `host:port`, lower case, IPv6 without brackets unless with a port. */
export function isAllowedHost(allowed: readonly string[], hostname: string, port: string): boolean {
  const host = hostname.toLowerCase()
  const bare = host.replace(/^\[|\]$/g, '')
  const spellings = [bare, `[${bare}]`, `${bare.includes(':') ? `[${bare}]` : bare}:${port}`]
  return allowed.some(entry => spellings.includes(entry.trim().toLowerCase()))
}
