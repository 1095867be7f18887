import { createHmac } from 'node:crypto'
import type { OutgoingMessage } from '../../../shared/outbox/outgoing.ts'
import type { Call } from '../../../shared/outbox/request.ts'
import { HOUR, SECOND } from '../../../shared/trigger/duration.ts'
import { createHttp, type HttpOptions } from '../../http/http.ts'
import { meaningOf } from './answer.ts'
import { endingOf } from './api.ts'
import type { Channel } from './channel.ts'

export interface WebhookSetting {
  url: string
  /** For how many hours the receiver remembers ids and takes a repeated one once; 0: it makes no promise. */
  remembersHours: number
}

interface WebhookDeps {
  setting: WebhookSetting
  secret: string
  allowedHosts: readonly string[]
  /** Machine time, UTC ms. */
  wall: () => number
  http?: HttpOptions
}

/** The rules that hold for every server are the receiver's too. */
const CALL: Call = { request: { method: 'POST', url: '' }, answers: [] }
const MAX_BYTES = 100_000

/** The key of a secret as the specification writes it (`whsec_` and base64), or the bytes of any other. */
export const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8')

/** Over id, time (seconds) and body together: none of them can be changed, and an old one cannot be sent again later. */
export const signatureOf = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`

/**
 * Posts messages to an address of the customer's own: what stands behind it may be in-app messages, push or chat.
 * Signed as https://www.standardwebhooks.com says: `webhook-id` (our key, always the same for one message),
 * `webhook-timestamp`, `webhook-signature`. The receiver checks the signature, refuses what is older than some minutes,
 * and takes an id once.
 */
export function webhookChannel({ setting, secret, allowedHosts, wall, http: options }: WebhookDeps): Channel {
  const http = createHttp({ allowedHosts, maxBytes: MAX_BYTES, totalMs: 30 * SECOND, idleMs: 20 * SECOND, ...options })

  const post = async (id: string, type: string, data: unknown, signal: AbortSignal) => {
    const seconds = Math.floor(wall() / SECOND)
    const body = JSON.stringify({ type, timestamp: new Date(seconds * SECOND).toISOString(), data })
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(secret, id, seconds, body),
    }
    const outcome = await http.request({ method: 'POST', url: setting.url, headers, body, signal })
    return meaningOf(CALL, outcome, 'The webhook', wall())
  }
  return {
    name: 'webhook',
    repeatableFor: setting.remembersHours * HOUR,
    send: async (out, beforeCommit, signal) => {
      if (out.type !== 'message') return { ending: 'refused', why: 'The webhook can only deliver messages.' }
      await beforeCommit()
      return endingOf(await post(out.key, 'message.created', dataOf(out), signal))
    },
    test: async () => {
      const { means, why } = await post(`test-${wall()}`, 'test', {}, AbortSignal.timeout(30 * SECOND))
      return means === 'sent' ? { ok: true, message: 'The webhook answers.' } : { ok: false, message: why }
    },
    close: () => http.close(),
  }
}

const dataOf = ({ key, to, subject, text, html, values }: OutgoingMessage) => ({
  key,
  to,
  subject,
  text,
  html,
  ...(values && { values }),
})
