import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { checkManifest } from '../../../main/source/rest/manifest-check.ts'
import stripeJson from '../../../resources/manifests/stripe.json' with { type: 'json' }
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'
import { contractFile, type Prism, startPrism } from '../../helpers/prism.ts'
import { drained, opened, streamOf } from '../../helpers/rest.ts'

const { manifest, problems } = checkManifest(stripeJson)
const contract = contractFile('stripe.json')

it('the manifest has no problems', () => expect(problems).toEqual([]))

describe.skipIf(!contract)('Stripe, as its contract has it (needs the contracts beside the repository)', () => {
  let prism: Prism
  let front: Loopback
  /** Prism keeps no state and its lists go on for ever: a list ends here after its first page. */
  beforeAll(async () => {
    prism = await startPrism(contract ?? '')
    front = await aLoopbackServer((ask, res) => {
      const { authorization = '' } = ask.headers
      fetch(prism.url + ask.url.pathname + ask.url.search, { headers: { authorization } })
        .then(async answer => {
          const value = (await answer.json()) as Record<string, unknown>
          json(res, 'has_more' in value ? { ...value, has_more: false } : value, answer.status)
        })
        .catch(error => json(res, { error: { message: String(error) } }, 500))
    })
  })
  afterAll(async () => {
    await front.stop()
    prism.stop()
  })

  const open = (key: string | null) => {
    if (!manifest) throw new Error('no manifest')
    const { source, secrets } = opened(manifest, front, { now: Date.UTC(2024, 8, 1) })
    if (key !== null) secrets.set('api_key', key)
    return source
  }

  it('every stream makes only requests that are allowed and reads all that is answered', async () => {
    const source = open('rk_test_1')
    for (const stream of source.streams) {
      const { records, misfits, pages } = await drained(stream)
      expect(pages.length, stream.name).toBeGreaterThan(0)
      expect(misfits, stream.name).toEqual([])
      for (const record of records) expect(record.externalId, stream.name).not.toBe('')
    }
    await source.close()
  })

  it('history is read too', async () => {
    const source = open('rk_test_1')
    const stream = streamOf(source, 'charges')
    const { pages } = await drained(stream, { most: 1 })
    const history = await drained(stream, { part: 'backfill', anchor: pages[0]?.cursor ?? null, most: 3 })
    expect(history.pages).toHaveLength(3)
    await source.close()
  })

  it('says what is wrong without a key', async () => {
    const source = open(null)
    const test = await source.test(new AbortController().signal)
    expect(test).toMatchObject({ ok: false, message: expect.stringContaining('Enter the credentials') })
    await source.close()
  })
})

/** A server that gives these as the only page of their list, and each by its id. */
async function shop(lists: Record<string, unknown[]>) {
  const server = await aLoopbackServer((ask, res) => {
    const [, , list = '', id] = ask.url.pathname.split('/')
    const one = lists[list]?.find(each => (each as { id: string }).id === id)
    if (id === undefined) json(res, { data: lists[list] ?? [], has_more: false })
    else json(res, one ?? { error: { message: 'No such thing' } }, one ? 200 : 404)
  })
  if (!manifest) throw new Error('no manifest')
  const { source, secrets } = opened(manifest, server, { now: Date.UTC(2026, 4, 12) })
  secrets.set('api_key', 'rk')
  onTestFinished(async () => {
    await source.close()
    await server.stop()
  })
  return (name: string) => drained(streamOf(source, name))
}

const AT = Date.UTC(2026, 4, 1) / 1_000
const charge = {
  id: 'ch_1',
  customer: 'cus_1',
  status: 'failed',
  created: AT,
  amount: 1999,
  currency: 'eur',
  outcome: { reason: 'issuer_not_available' },
}

describe('Stripe’s records', () => {
  it('a customer is an account, a contact, and a card that expires', async () => {
    const card = { brand: 'visa', last4: '4242', exp_month: 7, exp_year: 2026 }
    const read = await shop({
      customers: [
        {
          id: 'cus_1',
          name: 'Acme',
          email: 'ann@acme.example',
          created: AT,
          invoice_settings: { default_payment_method: { id: 'pm_1', card } },
        },
        { id: 'cus_2', deleted: true },
      ],
    })
    const { records, gone, misfits } = await read('customers')
    expect(misfits).toEqual([])
    expect(records).toMatchObject([
      { record: 'account', externalId: 'cus_1', name: 'Acme', signedUpAt: AT * 1_000 },
      { record: 'contact', email: 'ann@acme.example', account: { externalId: 'cus_1' } },
      { record: 'object', kind: 'card', externalId: 'pm_1', dueAt: Date.UTC(2026, 6, 28, 23, 59, 59) },
    ])
    expect(gone).toMatchObject([
      { change: 'deleted', record: 'account', externalId: 'cus_2' },
      { change: 'deleted', record: 'contact', externalId: 'cus_2' },
    ])
  })

  it('a charge that failed is a payment and an event with the reason that triggers know', async () => {
    const read = await shop({
      charges: [charge, { ...charge, id: 'ch_2', status: 'pending' }, { ...charge, id: 'ch_3', customer: null }],
    })
    const { records } = await read('charges')
    expect(records).toMatchObject([
      { kind: 'payment', state: 'failed', amountMinor: 1999, currency: 'EUR' },
      { kind: 'payment_failed', at: AT * 1_000, properties: { reason: 'processor_unavailable' } },
      { kind: 'payment', externalId: 'ch_2', state: 'processing' },
    ])
  })

  it('a change leads to what was changed, as it is now, once', async () => {
    const event = { id: 'evt_1', type: 'charge.succeeded', created: AT, data: { object: { id: 'ch_1' } } }
    const read = await shop({
      events: [event, { ...event, id: 'evt_2' }],
      charges: [{ ...charge, status: 'succeeded' }],
    })
    const { records } = await read('charge_changes')
    expect(records).toMatchObject([{ state: 'paid' }, { kind: 'payment_succeeded' }])
  })

  it('a subscription says what it is worth a month and when it renews', async () => {
    const price = {
      id: 'price_1',
      unit_amount: 120_000,
      currency: 'usd',
      recurring: { interval: 'year' },
      nickname: 'Gold',
    }
    const base = {
      customer: 'cus_1',
      status: 'active',
      start_date: AT,
      currency: 'usd',
      current_period_end: AT + 86_400,
    }
    const read = await shop({
      subscriptions: [
        { ...base, id: 'sub_1', items: { data: [{ quantity: 2, price }] } },
        { ...base, id: 'sub_2', status: 'canceled', items: { data: [{ price: { ...price, unit_amount: null } }] } },
      ],
    })
    const { records, misfits } = await read('subscriptions')
    expect(misfits).toEqual([])
    expect(records).toMatchObject([
      {
        kind: 'subscription',
        state: 'active',
        dueAt: (AT + 86_400) * 1_000,
        lane: 'year',
        addsToMrr: true,
        properties: { mrr_minor: 20_000, mrr_currency: 'USD' },
      },
      { record: 'account', plan: 'Gold', renewsAt: (AT + 86_400) * 1_000 },
      { kind: 'subscription', externalId: 'sub_2', properties: { mrr_minor: 0, mrr_currency: 'USD' } },
    ])
  })

  it('a renewal that failed is an event of its own; a dispute belongs to its payment', async () => {
    const object = {
      id: 'in_1',
      object: 'invoice',
      customer: 'cus_1',
      billing_reason: 'subscription_cycle',
      attempt_count: 2,
    }
    const read = await shop({
      events: [{ id: 'evt_1', type: 'invoice.payment_failed', created: AT, data: { object } }],
      disputes: [
        {
          id: 'dp_1',
          charge: 'ch_1',
          status: 'needs_response',
          created: AT,
          amount: 5,
          currency: 'eur',
          reason: 'fraudulent',
          evidence_details: { due_by: AT },
        },
      ],
    })
    expect((await read('events')).records).toMatchObject([{ kind: 'renewal_failed', account: { externalId: 'cus_1' } }])
    expect((await read('disputes')).records).toMatchObject([
      { kind: 'dispute', account: { by: 'object', kind: 'payment', externalId: 'ch_1' }, dueAt: AT * 1_000 },
    ])
  })
})
