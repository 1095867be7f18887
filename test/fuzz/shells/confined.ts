import child_process from 'node:child_process'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isIP, Socket } from 'node:net'

/**
 * Loaded before a fuzzed shell, in each of its threads: no connection leaves the process and no program starts, whatever
 * a payload names. The shell hears what it would hear where nothing listens.
 */
const refused = (code: string) => Object.assign(new Error(code), { code, syscall: 'connect' })

Socket.prototype.connect = function (this: Socket) {
  process.nextTick(() => this.destroy(refused('ECONNREFUSED')))
  return this
} as typeof Socket.prototype.connect

const { lookup } = dns
dns.lookup = ((host: string, options: object, done: (error: Error | null) => void) => {
  // A server of the shell's own is bound to an address, which is looked up too.
  if (isIP(host)) return lookup(host, options, done)
  const callback = typeof options === 'function' ? (options as typeof done) : done
  process.nextTick(() => callback(refused('ENOTFOUND')))
}) as unknown as typeof dns.lookup
dns.promises.lookup = (async () => {
  throw refused('ENOTFOUND')
}) as unknown as typeof dns.promises.lookup

const spawn = child_process.spawn
child_process.spawn = ((_command: string, _args: unknown, options: object) =>
  spawn('/nowhere/at-all', [], options)) as typeof child_process.spawn
syncBuiltinESMExports()
