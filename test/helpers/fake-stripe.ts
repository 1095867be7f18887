import { onTestFinished } from 'vitest'
import { aLoopbackServer, json, type Loopback } from './loopback.ts'

export interface FakeInvoice {
  status: string
  attempts: number
  decline: string | null
  /** Whether the next attempt is paid. */
  pays: boolean
  /** The next order is carried out, and its answer cut off. */
  losesAnswer?: boolean
  /** Once it is paid nobody can look at it any more. */
  hidesWhenPaid?: boolean
}

export interface FakeStripe extends Loopback {
  invoices: Map<string, FakeInvoice>
  /** Every attempt that took money, once for each time. */
  charges: string[]
  /** Something in between answers everything with a page of its own. */
  garbled(on: boolean): void
}

/** What a playbook's fix sees of Stripe: invoices, attempts that are declined or paid, keys that are known again. */
export async function aFakeStripe(): Promise<FakeStripe> {
  const invoices = new Map<string, FakeInvoice>()
  const charges: string[] = []
  const known = new Map<string, { status: number; body: unknown }>()
  const show = (id: string, { status, attempts, decline }: FakeInvoice) => ({
    id,
    object: 'invoice',
    status,
    attempt_count: attempts,
    amount_remaining: status === 'paid' ? 0 : 4_900,
    charge: `ch_${id}`,
    payment_intent: decline === null ? null : { last_payment_error: { decline_code: decline } },
  })
  const pay = (id: string, invoice: FakeInvoice) => {
    invoice.attempts++
    if (!invoice.pays) {
      invoice.decline = 'insufficient_funds'
      return { status: 402, body: { error: { code: 'card_declined', message: 'Your card was declined' } } }
    }
    charges.push(id)
    invoice.status = 'paid'
    return { status: 200, body: show(id, invoice) }
  }
  let garbled = false
  const server = await aLoopbackServer(({ method, url, headers }, res, socket) => {
    if (garbled) return void res.writeHead(200).end('<html>Please sign in to the network</html>')
    const id = /^\/v1\/invoices\/(in_\w+)/.exec(url.pathname)?.[1]
    const invoice = id === undefined ? undefined : invoices.get(id)
    if (headers.authorization !== 'Bearer rk_test') return json(res, { error: { message: 'No such key' } }, 401)
    if (id === undefined) return json(res, { data: [] })
    if (!invoice) return json(res, { error: { message: 'No such invoice' } }, 404)
    if (method === 'GET' && invoice.hidesWhenPaid && invoice.status === 'paid')
      return json(res, { error: { message: 'Down for repairs' } }, 503)
    if (method === 'GET') return json(res, show(id, invoice))
    const key = String(headers['idempotency-key'])
    const answer = known.get(key) ?? pay(id, invoice)
    known.set(key, answer)
    if (invoice.losesAnswer) {
      invoice.losesAnswer = false
      socket.destroy()
      return
    }
    json(res, answer.body, answer.status)
  })
  onTestFinished(() => server.stop())
  const garble = (on: boolean) => {
    garbled = on
  }
  return { ...server, invoices, charges, garbled: garble }
}
