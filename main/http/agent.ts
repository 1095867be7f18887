import { lookup as systemLookup } from 'node:dns'
import { isIP } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { forbiddenAddress, isAllowedHost } from './address.ts'
import { confinement } from './confine.ts'
import { type ConnectRules, HAPPY_EYEBALLS, publicOnly, RefusedAddress } from './connect.ts'

/** A pool of connections that keeps to `rules`. */
export const openAgent = (rules: ConnectRules, connections: number): Agent =>
  new Agent({
    connect: guardedConnector(rules),
    connections,
    pipelining: 1,
    // A server's own promise counts where it gives one; without, a kept connection is not trusted for long.
    keepAliveTimeout: 4_000,
    maxHeaderSize: 64 * 1024,
  })

/**
 * Opens sockets for the pool. A host that is not allowed by name is resolved once, here, and only its public addresses
 * are handed on to connect to, so a name that changes its answer between look and leap gains nothing.
 */
function guardedConnector(rules: ConnectRules): buildConnector.connector {
  const lookup = rules.lookup ?? systemLookup
  const common = {
    timeout: rules.connectMs,
    ...HAPPY_EYEBALLS,
    ...(rules.ca === undefined ? {} : { ca: rules.ca }),
  }
  const free = buildConnector({ ...common, lookup })
  const guarded = buildConnector({ ...common, lookup: publicOnly(lookup) })
  return (options, callback) => {
    const { hostname } = options
    const port = options.port || (options.protocol === 'https:' ? '443' : '80')
    const confined = confinement(hostname, port)
    if (confined !== null) return callback(new RefusedAddress(confined), null)
    if (isAllowedHost(rules.allowedHosts, hostname, port)) return free(options, callback)
    // A numeric host is connected to without a look-up.
    const reason = isIP(hostname) === 0 ? null : forbiddenAddress(hostname)
    if (reason !== null) return callback(new RefusedAddress(`${hostname} is ${reason}.`), null)
    guarded(options, (error, socket) => {
      if (error || !socket) return callback(error ?? new Error('no socket'), null)
      // Closed again already.
      if (socket.remoteAddress === undefined) return callback(new Error('closed'), null)
      const late = forbiddenAddress(socket.remoteAddress)
      if (late === null) return callback(null, socket)
      socket.destroy()
      callback(new RefusedAddress(`${hostname} is ${late}.`), null)
    })
  }
}
