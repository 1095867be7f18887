import type { ConnectionOptions } from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { SECOND } from '../../../shared/duration.ts'
import type { SmtpSetting } from '../../../shared/model.ts'

export type SmtpError = SMTPConnection.SMTPError

/** Messages over one connection before it is closed; some servers refuse more. */
const MESSAGES = 100

/** A connection in the hands of one message. */
export interface Lent {
  connection: SMTPConnection
  /** It has carried messages before, so its server may have hung up meanwhile. */
  used: boolean
  /** `good`: the message was taken; `reset`: refused, the connection is fine; `unused`; `broken`: let go of it. */
  giveBack(how: 'good' | 'reset' | 'unused' | 'broken'): void
}

/** Connections of one drain, signed in and kept open between its messages. */
export interface SmtpPool {
  take(signal: AbortSignal, wanted?: 'any' | 'new'): Promise<Lent>
  idle(): boolean
  close(): void
}

interface Kept {
  connection: SMTPConnection
  messages: number
  gone: boolean
}

/** As many connections as are asked for at once; none is kept beyond `close`. */
export function smtpPool(setting: SmtpSetting, password: string | null, tls: ConnectionOptions): SmtpPool {
  const resting: Kept[] = []
  let closed = false

  const rest = (kept: Kept) => {
    if (closed || kept.messages >= MESSAGES) kept.connection.quit()
    else if (!kept.gone) resting.push(kept)
  }
  const giveBack = (kept: Kept): Lent['giveBack'] => {
    return how => {
      if (how === 'broken' || kept.gone) return kept.connection.close()
      if (how === 'unused') return rest(kept)
      kept.messages++
      if (how === 'good') return rest(kept)
      kept.connection.reset(error => (error ? kept.connection.close() : rest(kept)))
    }
  }
  const lend = (kept: Kept): Lent => ({
    connection: kept.connection,
    used: kept.messages > 0,
    giveBack: giveBack(kept),
  })
  return {
    take: async (signal, wanted = 'any') => {
      const kept = wanted === 'any' ? resting.pop() : undefined
      if (kept) return lend(kept)
      const made: Kept = { connection: await open(setting, password, tls, signal), messages: 0, gone: false }
      made.connection.once('end', () => {
        made.gone = true
        const at = resting.indexOf(made)
        if (at >= 0) resting.splice(at, 1)
      })
      return lend(made)
    },
    idle: () => resting.length > 0,
    close: () => {
      closed = true
      for (const { connection } of resting.splice(0)) connection.quit()
    },
  }
}

async function open(
  setting: SmtpSetting,
  password: string | null,
  tls: ConnectionOptions,
  signal: AbortSignal,
): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host: setting.host,
    port: setting.port,
    secure: setting.security === 'tls',
    requireTLS: setting.security === 'starttls',
    ignoreTLS: setting.security === 'none',
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 60 * SECOND,
    socketCloseTimeout: SECOND,
    tls,
  })
  // A late error must find a listener, or it would end the process.
  connection.on('error', () => {})
  try {
    await raced(connection, signal, done => connection.connect(done))
    if (setting.user)
      await raced(connection, signal, done =>
        connection.login({ credentials: { user: setting.user, pass: password ?? '' } }, done),
      )
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** A step of the conversation: it ends by its answer, by the connection's end, or because the program closes. */
function raced(
  connection: SMTPConnection,
  signal: AbortSignal,
  start: (done: (error?: SmtpError | null) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = () => settle(Object.assign(new Error('stopped'), { code: 'ABORTED' }))
    const ended = () => settle(Object.assign(new Error('the connection ended'), { code: 'ECONNECTION' }))
    const settle = (error?: SmtpError | null) => {
      connection.removeListener('error', settle)
      connection.removeListener('end', ended)
      signal.removeEventListener('abort', stopped)
      if (error) reject(error)
      else resolve()
    }
    connection.on('error', settle)
    connection.on('end', ended)
    signal.addEventListener('abort', stopped)
    if (signal.aborted) stopped()
    else start(settle)
  })
}
