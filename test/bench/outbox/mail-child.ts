import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server that takes everything and keeps nothing; prints its port, and at each line it is given how many came. */
let taken = 0
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  authOptional: true,
  disableReverseLookup: true,
  maxClients: 100,
  onData: (stream, _session, done) => {
    stream.on('data', () => {})
    stream.on('end', () => {
      taken++
      done(null)
    })
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.server.address() as AddressInfo).port}\n`))
process.stdin.on('data', () => process.stdout.write(`${taken}\n`))
process.stdin.on('end', () => process.exit(0))
