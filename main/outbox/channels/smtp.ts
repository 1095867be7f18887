import type { Readable, Writable } from 'node:stream'
import { rootCertificates } from 'node:tls'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpSetting } from '../../../shared/model/smtp.ts'
import type { OutgoingMessage } from '../../../shared/outbox/outgoing.ts'
import type { Channel, Ending } from './channel.ts'
import { messageIdOf, mimeOf } from './mime.ts'
import type { SenderSetting } from './sender.ts'
import { type Lent, type SmtpError, smtpPool } from './smtp-pool.ts'
import { away, failed, trouble } from './smtp-words.ts'

/** Connections at the same time, and with them messages in flight: enough that the server, not the disk, sets the pace. */
export const CONNECTIONS = 16

/**
 * `allowedHosts`: names that may turn out to be private addresses.
 *
 *   take a connection (new: connect ─▶ STARTTLS ─▶ sign in) ─▶ beforeCommit ─▶ MAIL, RCPT, DATA ─▶ message ─▶ answer
 *   └───────────────────── fails: later ──────────────────┘                   └─ lost: later ────┘ └─ lost: unsure ─┘
 *
 * Servers that pipeline take MAIL, RCPT and DATA at once, so the message is marked as leaving before the first of them.
 * A kept connection on which the server has hung up meanwhile is replaced by a new one before the message is given up.
 */
export function smtpChannel(
  setting: SmtpSetting,
  password: string | null,
  sender: SenderSetting = {},
  allowedHosts: readonly string[] = [],
): Channel {
  const tls = sender.certificate ? { ca: [...rootCertificates, sender.certificate] } : {}
  const server = `The mail server at ${setting.host}:${setting.port}`
  const pool = smtpPool(setting, password, tls, CONNECTIONS, allowedHosts)
  const from = { name: setting.fromName, address: setting.fromAddress }

  const send: Channel['send'] = async (out, beforeCommit, signal) => {
    if (out.type !== 'message') return { ending: 'refused', why: 'A mail server can only deliver messages.' }
    const bytes = await mimeOf(out, from, sender)
    let lent = await attempt(pool.take(signal))
    if (!lent.ok) return away(server, lent.error)
    try {
      await beforeCommit()
    } catch (error) {
      lent.value.giveBack('unused')
      throw error
    }
    let tried = await deliver(lent.value, setting, sender, out, bytes)
    if (!tried.ok && !tried.asked && !tried.error.responseCode && lent.value.used) {
      lent.value.giveBack('broken')
      lent = await attempt(pool.take(signal, 'new'))
      if (!lent.ok) return away(server, lent.error)
      tried = await deliver(lent.value, setting, sender, out, bytes)
    }
    const ending = tried.ok ? tried.ending : failed(tried.error, tried.asked, server)
    lent.value.giveBack(fitness(ending, tried.ok ? null : tried.error))
    return ending
  }

  const test: Channel['test'] = async () => {
    const lent = await attempt(pool.take(new AbortController().signal))
    if (!lent.ok) return { ok: false, message: trouble(server, lent.error) }
    lent.value.giveBack('unused')
    const signedIn = setting.user ? ' and accepts the sign-in' : ''
    return { ok: true, message: `${server} answers${signedIn}.` }
  }
  return {
    name: 'email',
    // While a connection is busy the next message is made ready for it.
    lanes: 2 * CONNECTIONS,
    send,
    ready: pool.open,
    test,
    close: async () => pool.close(),
  }
}

type Attempt<T> = { ok: true; value: T } | { ok: false; error: SmtpError }
const attempt = async <T>(work: Promise<T>): Promise<Attempt<T>> => {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    return { ok: false, error: error as SmtpError }
  }
}

/** Whether the connection can carry another message: an answer about this one says nothing against it. */
function fitness(ending: Ending, error: SmtpError | null): Parameters<Lent['giveBack']>[0] {
  if (ending.ending === 'sent') return 'good'
  const answered = error?.responseCode !== undefined && !(ending.ending === 'later' && ending.down)
  return answered ? 'reset' : 'broken'
}

type Delivery = { ok: true; ending: Ending } | { ok: false; error: SmtpError; asked: boolean }

function deliver(
  { connection }: { connection: SMTPConnection },
  setting: SmtpSetting,
  sender: SenderSetting,
  message: OutgoingMessage,
  bytes: Buffer,
): Promise<Delivery> {
  // The library pipes the message only once the server has asked for it; before that nothing can have been delivered.
  // Nothing but its `pipe` is ever used, and a whole stream for bytes that are there would cost more than the rest.
  let asked = false
  const body = {
    pipe: (to: Writable) => {
      asked = true
      to.end(bytes)
    },
  } as unknown as Readable
  // Bounces go to the envelope's sender (RFC 5321, 3.6.3); the reader sees the other one.
  const envelope = {
    from: sender.bounceAddress || setting.fromAddress,
    to: [message.to.address],
    size: bytes.length,
  }
  return new Promise(resolve => {
    connection.send(envelope, body, (error, info) => {
      if (error) return resolve({ ok: false, error, asked })
      const providerId = info.serverMessageId ?? messageIdOf(message.key, setting.fromAddress)
      resolve({ ok: true, ending: { ending: 'sent', providerId } })
    })
  })
}
