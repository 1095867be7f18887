import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Certificate } from './certificate.ts'

export { smtpSetting } from './smtp-setting.ts'

export interface Received {
  from: string
  to: string[]
  raw: string
  messageId: string
}

interface Refusal {
  code: number
  text: string
}

/** How the server behaves for messages to come. */
export interface Behaviour {
  /** Answers to RCPT and to the message; null takes it. */
  refuseRecipient?: Refusal | ((address: string) => Refusal | null) | null
  refuseMessage?: Refusal | null
  /** `before`: the connection drops when DATA is asked for; `after`: when the whole message has arrived, unanswered. */
  drop?: 'before' | 'after' | null
  /** Called while the message is in the server's hands; it answers when the promise ends. */
  hold?: ((received: Received) => Promise<void>) | null
}

export interface MailServer {
  port: number
  received: Received[]
  /** How many were opened so far. */
  readonly connections: number
  /** Cuts every connection, as a server does that is tired of idle ones. */
  hangUp(): void
  behave(behaviour: Behaviour): void
  stop(): Promise<void>
  /** Listens again on the same port. */
  start(): Promise<void>
}

const refusal = ({ code, text }: Refusal) => Object.assign(new Error(text), { responseCode: code })

interface MailServerOptions {
  /** The one user who may send. */
  login?: { user: string; pass: string } | undefined
  /** Encrypts: after STARTTLS, or from the first byte. */
  tls?: (Certificate & { from: 'starttls' | 'start' }) | undefined
  /** Connections that it has at once; further ones are turned away. */
  most?: number | undefined
}

/** A real SMTP server on loopback. */
export async function aMailServer({ login, tls, most }: MailServerOptions = {}): Promise<MailServer> {
  const received: Received[] = []
  let connections = 0
  let behaviour: Behaviour = {}
  let server: SMTPServer | null = null
  let port = 0

  const make = () => {
    const made: SMTPServer = new SMTPServer({
      disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
      ...(tls && { key: tls.key, cert: tls.cert, secure: tls.from === 'start' }),
      allowInsecureAuth: true,
      authOptional: !login,
      disableReverseLookup: true,
      closeTimeout: 50,
      ...(most && { maxClients: most }),
      onConnect: (_session, done) => {
        connections++
        done()
      },
      onAuth: (auth, _session, done) =>
        auth.username === login?.user && auth.password === login?.pass
          ? done(null, { user: auth.username })
          : done(new Error('wrong user or password')),
      onRcptTo: ({ address }, _session, done) => {
        if (behaviour.drop === 'before') return dropAll(made)
        const { refuseRecipient = null } = behaviour
        const refused = typeof refuseRecipient === 'function' ? refuseRecipient(address) : refuseRecipient
        done(refused ? refusal(refused) : null)
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', chunk => chunks.push(chunk))
        stream.on('end', async () => {
          const raw = Buffer.concat(chunks).toString('utf8')
          const { mailFrom, rcptTo } = session.envelope
          const message = {
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw,
            messageId: /^Message-ID: (.+)$/im.exec(raw)?.[1]?.trim() ?? '',
          }
          if (behaviour.refuseMessage) return done(refusal(behaviour.refuseMessage))
          received.push(message)
          await behaviour.hold?.(message)
          if (behaviour.drop === 'after') return dropAll(made)
          done(null)
        })
      },
    })
    // A client that goes away in the middle is what these tests are about.
    made.on('error', () => {})
    return made
  }

  const start = async () => {
    const made = make()
    server = made
    await new Promise<void>(resolve => made.listen(port, '127.0.0.1', resolve))
    port = (made.server.address() as AddressInfo).port
  }
  const stop = async () => {
    const old = server
    server = null
    if (!old) return
    dropAll(old)
    await new Promise<void>(resolve => old.close(() => resolve()))
  }
  await start()
  return {
    get port() {
      return port
    },
    received,
    get connections() {
      return connections
    },
    hangUp: () => void (server && dropAll(server)),
    behave: next => {
      behaviour = next
    },
    stop,
    start,
  }
}

/** Cuts every connection without a word, as a network does. */
function dropAll(server: SMTPServer): void {
  for (const { _socket } of server.connections as Set<{ _socket: { destroy(): void } }>) _socket.destroy()
}
