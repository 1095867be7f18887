import { lookup as systemLookup } from 'node:dns'
import { once } from 'node:events'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { forbiddenAddress, isAllowedHost } from './address.ts'
import { confinement } from './confine.ts'

/** Thrown into the connection attempt; the message is for a person. */
export class RefusedAddress extends Error {}

export interface ConnectRules {
  /** `host` or `host:port` that may be private, and may be spoken to without TLS. */
  allowedHosts: readonly string[]
  connectMs: number
  /** Like `dns.lookup` with `all: true`. */
  lookup?: LookupFunction
  /** Further certificate authorities in PEM, for servers of one's own. */
  ca?: string
}

/** A host whose IPv6 does not answer is reached over IPv4 within the same attempt (RFC 8305). */
export const HAPPY_EYEBALLS = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 250 }

/**
 * Opens a plain socket under the same rules, for what is not HTTP. Throws `RefusedAddress`, or what the system says; by
 * `signal` the system says `ABORT_ERR`.
 */
export async function openSocket(
  rules: ConnectRules,
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  const lookup = rules.lookup ?? systemLookup
  const confined = confinement(host, port)
  if (confined !== null) throw new RefusedAddress(confined)
  const free = isAllowedHost(rules.allowedHosts, host, String(port))
  const reason = free || isIP(host) === 0 ? null : forbiddenAddress(host)
  if (reason !== null) throw new RefusedAddress(`${host} is ${reason}.`)
  const socket = connect({
    host,
    port,
    ...HAPPY_EYEBALLS,
    lookup: free ? lookup : publicOnly(lookup),
  })
  // A late error must find a listener, or it would end the process.
  socket.on('error', () => {})
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(rules.connectMs)]) })
    return socket
  } catch (error) {
    socket.destroy()
    const late = !signal.aborted && error instanceof Error && error.name === 'AbortError'
    throw late ? Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }) : error
  }
}

/** Looks a name up and hands on none but its public addresses. */
export const publicOnly =
  (lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const all = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]
      const open = all.filter(({ address }) => forbiddenAddress(address) === null)
      const [first] = open
      if (!first) {
        const reason = all[0] ? forbiddenAddress(all[0].address) : 'without an address'
        return callback(new RefusedAddress(`${hostname} is ${reason}.`), '', 0)
      }
      if (options.all) callback(null, open)
      else callback(null, first.address, first.family)
    })
