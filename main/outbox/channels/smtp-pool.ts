import type { ConnectionOptions } from 'node:tls'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpSetting } from '../../../shared/model/smtp.ts'
import { SECOND } from '../../../shared/trigger/duration.ts'
import { isOwnNetwork } from '../../http/address.ts'
import { type ConnectRules, openSocket } from '../../http/connect.ts'

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
  /** Waits while all are lent. `new`: one on which no message has been, in place of one given back as broken. */
  take(signal: AbortSignal, wanted?: 'any' | 'new'): Promise<Lent>
  /** Whether a connection is there, lent or not. */
  open(): boolean
  close(): void
}

interface Kept {
  connection: SMTPConnection
  messages: number
  gone: boolean
}

/**
 * At most `limit` connections at once, fewer where the server will not have so many; none is kept beyond `close`.
 */
export function smtpPool(
  setting: SmtpSetting,
  password: string | null,
  tls: ConnectionOptions,
  most: number,
  allowedHosts: readonly string[],
): SmtpPool {
  const rules = {
    allowedHosts: isOwnNetwork(setting.host) ? [...allowedHosts, setting.host] : allowedHosts,
    connectMs: 10 * SECOND,
  }
  const resting: Kept[] = []
  const waiting: (() => void)[] = []
  let limit = most
  let lentOut = 0
  let made = 0
  const opening = new Set<Promise<unknown>>()
  let closed = false

  const rest = (kept: Kept) => {
    if (closed || kept.messages >= MESSAGES) kept.connection.quit()
    else if (!kept.gone) resting.push(kept)
  }
  const freed = () => {
    lentOut--
    waiting.shift()?.()
  }
  const giveBack = (kept: Kept, how: Parameters<Lent['giveBack']>[0]) => {
    if (how === 'good' || how === 'reset') kept.messages++
    if (how === 'broken' || kept.gone) kept.connection.close()
    else if (how === 'reset') {
      return kept.connection.reset(error => {
        if (error) kept.connection.close()
        else rest(kept)
        freed()
      })
    } else rest(kept)
    freed()
  }
  const connect = async (signal: AbortSignal): Promise<Kept> => {
    const trying = open(setting, password, tls, rules, signal)
    opening.add(trying)
    const connection = await trying.finally(() => opening.delete(trying))
    const kept: Kept = { connection, messages: 0, gone: false }
    made++
    connection.once('end', () => {
      made--
      kept.gone = true
      const at = resting.indexOf(kept)
      if (at >= 0) resting.splice(at, 1)
    })
    return kept
  }
  /** Whether the server is there and only wants no more connections; known once those under way have come to an end. */
  const wantsFewer = async (): Promise<boolean> => {
    while (made === 0 && opening.size > 0) await Promise.race([...opening].map(trying => trying.catch(() => {})))
    if (made === 0) return false
    limit = Math.min(limit, made)
    return true
  }
  return {
    take: async (signal, wanted = 'any') => {
      for (;;) {
        while (lentOut >= limit) await new Promise<void>(resolve => waiting.push(resolve))
        lentOut++
        try {
          const kept = (wanted === 'any' ? resting.pop() : undefined) ?? (await connect(signal))
          const used = kept.messages > 0
          return { connection: kept.connection, used, giveBack: how => giveBack(kept, how) }
        } catch (error) {
          freed()
          if (signal.aborted || !(await wantsFewer())) throw error
        }
      }
    },
    open: () => made > 0,
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
  rules: ConnectRules,
  signal: AbortSignal,
): Promise<SMTPConnection> {
  // Loaded with the first connection, because no start needs it.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const connection = new Connection({
    connection: await openSocket(rules, setting.host, setting.port, signal),
    host: setting.host,
    port: setting.port,
    secure: setting.security === 'tls',
    requireTLS: setting.security === 'starttls',
    ignoreTLS: setting.security === 'none',
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
