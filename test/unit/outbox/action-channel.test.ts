import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { actionChannel } from '../../../main/outbox/channels/action.ts'
import { checkActions } from '../../../main/outbox/channels/action-manifests.ts'
import type { Ending } from '../../../main/outbox/channels/channel.ts'
import { type ActionManifest, actionManifestSchema, type FixEvidence } from '../../../shared/outbox/action-manifest.ts'
import type { OutgoingAction } from '../../../shared/outbox/outgoing.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'
import { aFakeStripe, type FakeStripe } from '../../helpers/fake-stripe.ts'
import { type Answering, aLoopbackServer, json } from '../../helpers/loopback.ts'

const file = (id: string) => readFileSync(join(import.meta.dirname, '../../../resources/actions', `${id}.json`), 'utf8')
const stripeAt = (origin: string): ActionManifest =>
  actionManifestSchema.parse(JSON.parse(file('stripe').replaceAll('https://{{ settings.host }}', origin)))

const retry = (invoice: string, key = 'k-1'): OutgoingAction => ({
  type: 'action',
  key,
  action: 'stripe.retry_payment',
  title: 'Retry the payment',
  target: invoice,
  values: { invoice },
})

async function aChannel(attempts: readonly number[] = []) {
  const stripe = await aFakeStripe()
  const kept: FixEvidence[] = []
  const channel = actionChannel({
    manifest: stripeAt(stripe.url),
    settings: { host: stripe.host },
    secrets: { get: async () => 'rk_test', set: async () => {} },
    secret: 'channel-stripe',
    allowedHosts: [stripe.host],
    clock: { wall: () => NOON },
    keepBefore: async (_key, evidence) => void kept.push(evidence),
    attempts: () => attempts,
  })
  onTestFinished(() => channel.close())
  let marked = 0
  const send = (out: OutgoingAction): Promise<Ending> =>
    channel.send(out, async () => void marked++, new AbortController().signal)
  return { stripe, channel, kept, send, marks: () => marked }
}

const orders = (stripe: FakeStripe) => stripe.asked.filter(({ method }) => method === 'POST')

describe('retrying a payment at Stripe', () => {
  it('looks first, keeps what it saw, and orders once under its key', async () => {
    const { stripe, kept, send, marks } = await aChannel()
    stripe.invoices.set('in_1', { status: 'open', attempts: 2, decline: 'insufficient_funds', pays: true })
    expect(await send(retry('in_1'))).toEqual({ ending: 'sent', providerId: 'ch_in_1' })
    expect(kept).toEqual([
      { status: 'open', attempts: 2, decline_code: 'insufficient_funds', advice: null, amount_remaining: 4_900 },
    ])
    expect(marks()).toBe(1)
    expect(orders(stripe).map(({ url, headers }) => [url, headers['idempotency-key']])).toEqual([
      ['/v1/invoices/in_1/pay', 'k-1'],
    ])
  })

  it.each(['lost_card', 'stolen_card', 'authentication_required', 'expired_card'])('never after %s', async decline => {
    const { stripe, send, marks } = await aChannel()
    stripe.invoices.set('in_1', { status: 'open', attempts: 1, decline, pays: true })
    expect(await send(retry('in_1'))).toMatchObject({ ending: 'refused', why: expect.stringContaining(decline) })
    expect(orders(stripe)).toEqual([])
    expect(marks()).toBe(0)
  })

  it('never a ninth time within two weeks, whether we or Stripe tried', async () => {
    const nine = { status: 'open', attempts: 8, decline: 'insufficient_funds', pays: true }
    const theirs = await aChannel()
    theirs.stripe.invoices.set('in_1', nine)
    expect(await theirs.send(retry('in_1'))).toMatchObject({ ending: 'refused' })
    const ours = await aChannel(Array.from({ length: 8 }, (_, n) => NOON - n * DAY))
    ours.stripe.invoices.set('in_1', { ...nine, attempts: 1 })
    expect(await ours.send(retry('in_1'))).toMatchObject({ ending: 'refused' })
    expect([...orders(theirs.stripe), ...orders(ours.stripe)]).toEqual([])
  })

  it('orders nothing where the invoice is paid, and says a decline in the words of Stripe', async () => {
    const { stripe, send } = await aChannel()
    stripe.invoices.set('in_1', { status: 'paid', attempts: 1, decline: null, pays: true })
    stripe.invoices.set('in_2', { status: 'open', attempts: 1, decline: null, pays: false })
    expect(await send(retry('in_1'))).toEqual({ ending: 'sent', providerId: null })
    expect(await send(retry('in_2', 'k-2'))).toMatchObject({
      ending: 'refused',
      why: expect.stringContaining('Your card was declined'),
    })
    expect(orders(stripe)).toHaveLength(1)
  })

  it('refuses an id that is none, before anything is asked', async () => {
    const { stripe, send } = await aChannel()
    expect(await send(retry('../customers'))).toMatchObject({ ending: 'refused' })
    expect(stripe.asked).toEqual([])
  })

  it('may be repeated under its key after the answer was lost, and is done once', async () => {
    const { stripe, channel, send } = await aChannel()
    stripe.invoices.set('in_1', { status: 'open', attempts: 1, decline: null, pays: true, losesAnswer: true })
    expect(await send(retry('in_1'))).toMatchObject({ ending: 'unsure' })
    expect(channel.repeatableFor).toBe(23 * 3_600_000)
    expect(await send(retry('in_1'))).toMatchObject({ ending: 'sent' })
    expect(stripe.charges).toEqual(['in_1'])
  })
})

/** A shipped system of one's own, spoken to without encryption; its host is the setting that a person types. */
async function ownSystem(id: string, host: string | null, answer: Answering) {
  const server = await aLoopbackServer(answer)
  onTestFinished(() => server.stop())
  const manifest = actionManifestSchema.parse(JSON.parse(file(id).replaceAll('https://', 'http://')))
  const channel = actionChannel({
    manifest,
    settings: { host: host ?? server.host },
    secrets: { get: async () => 'token', set: async () => {} },
    secret: 'channel-own',
    allowedHosts: [server.host],
    clock: { wall: () => NOON },
    keepBefore: async () => {},
    attempts: () => [],
  })
  onTestFinished(() => channel.close())
  const send = (action: string, values: Record<string, string>) =>
    channel.send(
      { type: 'action', key: 'k-1', action, title: 'Fix', target: 'a', values },
      async () => {},
      new AbortController().signal,
    )
  return { server, channel, send }
}
const locked: Answering = ({ method }, res) => json(res, method === 'GET' ? { state: 'locked' } : { id: 'u-1' })

describe('a system of one’s own', () => {
  it('is reached at a host with a port', async () => {
    const { server, channel, send } = await ownSystem('app', null, locked)
    expect(await send('app.unlock_account', { account: 'a/../b' })).toEqual({ ending: 'sent', providerId: 'u-1' })
    expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /forestall/accounts/a%2F..%2Fb',
      'POST /forestall/accounts/a%2F..%2Fb/unlock',
    ])
    expect((await channel.test()).ok).toBe(true)
  })

  it.each(['app.internal:99999', '-:-', 'a:b'])('keeps every fix waiting while its host is “%s”', async host => {
    const { channel, send } = await ownSystem('app', host, locked)
    const held = { ending: 'later', down: true, why: expect.stringContaining('Address of your product') }
    expect(await send('app.unlock_account', { account: 'a' })).toMatchObject(held)
    expect(await channel.test()).toMatchObject({ ok: false, message: held.why })
  })

  it('refuses the one fix whose own values make no request', async () => {
    const { send } = await ownSystem('app', null, locked)
    expect(await send('app.unlock_account', { account: '..' })).toMatchObject({ ending: 'refused' })
  })
})

/** What a fix needs, by what its manifest asks for. */
const SHIPPED: [system: string, action: string, values: Record<string, string>][] = [
  ['stripe', 'retry_payment', { invoice: 'in_1' }],
  ['shop', 'resend_order', { shipment: 's-1' }],
  ['carrier', 'reroute', { shipment: 's-1' }],
  ['app', 'unlock_account', { account: 'a-1' }],
  ['app', 'extend_limit', { account: 'a-1' }],
]
const NOTHING: Record<string, string> = {
  'a page': '<html><body>Please sign in to the network</body></html>',
  'an empty object': '{}',
  'another object': '{"object":"list","data":[{"state":"locked"}]}',
  'a list': '[]',
  null: 'null',
  'a part of it only': '{"detail":"x","amount_remaining":4900}',
}

describe('a look that shows nothing on which a fix could be decided', () => {
  it('is tried with every fix that is shipped', () => {
    const names = (id: string) => Object.keys((JSON.parse(file(id)) as ActionManifest).actions).map(name => [id, name])
    expect(SHIPPED.map(([system, action]) => [system, action])).toEqual(
      ['stripe', 'shop', 'carrier', 'app'].flatMap(names),
    )
  })

  it.each(SHIPPED)('orders nothing at %s.%s, and says why it waits', async (system, action, values) => {
    for (const [what, body] of Object.entries(NOTHING)) {
      const { server, send } = await ownSystem(system, null, (_ask, res) => res.writeHead(200).end(body))
      const ending = await send(`${system}.${action}`, values)
      expect(ending, what).toMatchObject({
        ending: 'later',
        why: expect.stringMatching(/without the fields|does not show/),
      })
      expect(
        server.asked.map(({ method }) => method),
        what,
      ).toEqual(['GET'])
    }
  })

  const open = { status: 'open', attempt_count: 1, amount_remaining: 4_900, payment_intent: null }
  it.each<[string, object, Ending['ending'], string]>([
    ['everything', open, 'sent', ''],
    ['no count of attempts', { ...open, attempt_count: undefined }, 'later', 'attempt_count'],
    ['a count that is no number', { ...open, attempt_count: '2' }, 'later', 'attempt_count'],
    ['a payment that was not opened up', { ...open, payment_intent: 'pi_1' }, 'later', 'last_payment_error'],
    ['no state', { ...open, status: undefined }, 'later', 'status'],
    ['an error without a code', { ...open, payment_intent: { last_payment_error: {} } }, 'refused', 'does not say why'],
    ['no error', { ...open, payment_intent: { last_payment_error: null } }, 'sent', ''],
  ])('at Stripe with %s ends as it must', async (_what, invoice, ending, why) => {
    const { server, send } = await ownSystem('stripe', null, (_ask, res) => json(res, invoice))
    const done = await send('stripe.retry_payment', { invoice: 'in_1' })
    expect(done).toMatchObject({ ending, ...(why && { why: expect.stringContaining(why) }) })
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(ending === 'sent' ? 1 : 0)
  })
})

describe('a manifest of actions', () => {
  const shop = () => JSON.parse(file('shop')) as { actions: Record<string, Record<string, unknown>> }

  it('names the place of what does not fit', () => {
    const manifest = shop()
    Object.assign(manifest.actions.resend_order ?? {}, { worked: [{ field: 'mood', is: ['good'] }] })
    const problems = (value: unknown) => checkActions(value).problems.map(({ path, problem }) => `${path}: ${problem}`)
    expect(problems(manifest)).toEqual(['actions.resend_order.worked[0].field: nothing shows the evidence “mood”'])
    expect(problems({ ...shop(), name: '' })).toEqual(['name: expected at least one, found ""'])
    expect(problems({ ...shop(), id: 'email' })).toEqual(['id: the name email is taken'])
    expect(problems(shop())).toEqual([])
  })
})
