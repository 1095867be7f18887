import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { actionChannel } from '../../main/outbox/channels/action.ts'
import { checkActions } from '../../main/outbox/channels/action-manifests.ts'
import type { Ending } from '../../main/outbox/channels/channel.ts'
import { type ActionManifest, actionManifestSchema, type FixEvidence } from '../../shared/action-manifest.ts'
import { DAY } from '../../shared/duration.ts'
import type { OutgoingAction } from '../../shared/outgoing.ts'
import { NOON } from '../helpers/builders.ts'
import { aFakeStripe, type FakeStripe } from '../helpers/fake-stripe.ts'

const file = (id: string) => readFileSync(join(import.meta.dirname, '../../resources/actions', `${id}.json`), 'utf8')
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
