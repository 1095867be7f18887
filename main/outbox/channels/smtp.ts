import { Readable } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { SECOND } from '../../../shared/duration.ts'
import type { SmtpSetting } from '../../../shared/model.ts'
import type { Channel, Ending, Outgoing } from './channel.ts'
import { messageIdOf, mimeOf } from './mime.ts'

type SmtpError = SMTPConnection.SMTPError

/**
 *   connect ─▶ STARTTLS ─▶ sign in ─▶ beforeCommit ─▶ MAIL, RCPT, DATA ─▶ message ─▶ answer
 *   └──────── fails: later ────────┘                 └─ lost: later ────┘ └─ lost: unsure ─┘
 *
 * Servers that pipeline take MAIL, RCPT and DATA at once, so the message is marked as leaving before the first of them.
 */
export function smtpChannel(setting: SmtpSetting, password: string | null, tls: ConnectionOptions = {}): Channel {
  const server = `The mail server at ${setting.host}:${setting.port}`

  const send: Channel['send'] = async (message, beforeCommit, signal) => {
    const bytes = await mimeOf(message, { name: setting.fromName, address: setting.fromAddress })
    const opened = await attempt(open(setting, password, tls, signal))
    if (!opened.ok) return away(server, opened.error)
    try {
      await beforeCommit()
      return await deliver(opened.value, setting, message, bytes, server)
    } finally {
      opened.value.close()
    }
  }

  const test: Channel['test'] = async () => {
    const opened = await attempt(open(setting, password, tls, new AbortController().signal))
    if (!opened.ok) return { ok: false, message: trouble(server, opened.error) }
    opened.value.quit()
    const signedIn = setting.user ? ' and accepts the sign-in' : ''
    return { ok: true, message: `${server} answers${signedIn}.` }
  }
  return { name: 'email', send, test, close: async () => {} }
}

type Attempt<T> = { ok: true; value: T } | { ok: false; error: SmtpError }
const attempt = async <T>(work: Promise<T>): Promise<Attempt<T>> => {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    return { ok: false, error: error as SmtpError }
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

function deliver(
  connection: SMTPConnection,
  setting: SmtpSetting,
  message: Outgoing,
  bytes: Buffer,
  server: string,
): Promise<Ending> {
  // The library reads the message only once the server has asked for it; before that nothing can have been delivered.
  let asked = false
  const body = new Readable({
    read() {
      asked = true
      this.push(bytes)
      this.push(null)
    },
  })
  const envelope = { from: setting.fromAddress, to: [message.to.address], size: bytes.length }
  return new Promise(resolve => {
    connection.send(envelope, body, (error, info) => {
      if (error) return resolve(failed(error, asked, server))
      connection.quit()
      resolve({ ending: 'sent', providerId: info.serverMessageId ?? messageIdOf(message.key, setting.fromAddress) })
    })
  })
}

// The server wants another sign-in (RFC 4954): that is about us, not about this message.
const SIGN_IN = new Set([530, 534, 535, 538])

/** What became of a message after it was marked as leaving. Decided by reply codes (RFC 5321, 4.2), never by words. */
function failed(error: SmtpError, asked: boolean, server: string): Ending {
  const code = error.responseCode ?? 0
  if (SIGN_IN.has(code) || code === 421) return away(server, error)
  if (code >= 500 && code < 600 && error.permanent !== false)
    return { ending: 'refused', why: `${server} refuses the message: ${said(error)}.` }
  if (code >= 400 && code < 600)
    return { ending: 'later', why: `${server} asks to try again later: ${said(error)}.`, afterMs: null }
  if (!asked) return away(server, error)
  return {
    ending: 'unsure',
    why: `${server} was lost before it confirmed the message; it may or may not have been delivered.`,
  }
}

const away = (server: string, error: SmtpError): Ending => ({
  ending: 'later',
  why: trouble(server, error),
  afterMs: null,
  down: true,
})

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'does not answer: nothing listens there',
  ENOTFOUND: 'cannot be found: the name is unknown',
  EAI_AGAIN: 'cannot be found: names cannot be looked up, is there a network?',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached: there is no network',
  EDNS: 'cannot be found: the name is unknown',
  ETIMEDOUT: 'does not answer in time',
  ETLS: 'offers no encryption that can be trusted',
  EAUTH: 'refuses the sign-in',
  ENOAUTH: 'refuses the sign-in',
  ABORTED: 'was not waited for: the program was closing',
}

function trouble(server: string, error: SmtpError): string {
  if (error.code === 'EAUTH' || SIGN_IN.has(error.responseCode ?? 0)) return `${server} refuses the sign-in.`
  if (error.responseCode && error.code !== 'ETLS') return `${server} is not taking messages: ${said(error)}.`
  const reason = REASONS[error.originalCode ?? ''] ?? REASONS[error.code ?? ''] ?? 'broke off the connection'
  return `${server} ${reason}.`
}

/** The server's own words, on one line and of bounded length. */
const said = ({ response, responseCode }: SmtpError): string =>
  (response ?? String(responseCode ?? ''))
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '')
    .slice(0, 200)
