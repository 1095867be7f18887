import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { actionChannel } from '../../../main/outbox/channels/action.ts'
import { actionManifestSchema, type FixEvidence } from '../../../shared/outbox/action-manifest.ts'
import { type ChannelManifest, channelManifestSchema } from '../../../shared/outbox/channel-manifest.ts'
import type { OutgoingAction } from '../../../shared/outbox/outgoing.ts'
import { aNastyMessage, anApiChannel, delivered, shippedAt } from '../../helpers/api-channel.ts'
import { NOON } from '../../helpers/builders.ts'
import { contractFile, type Prism, startPrism } from '../../helpers/prism.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

async function against(file: string) {
  const prism = await startPrism(contractFile(file) ?? '')
  onTestFinished(() => prism.stop())
  return { origin: prism.url, host: prism.host }
}

/** Skips with the reason in the test's name, so that a run without the contracts says so. */
const withContract = (file: string) => {
  const missing = contractFile(file) ? null : `the contract ${file} is not beside the repository`
  return (name: string, work: () => Promise<void>) =>
    it.skipIf(missing !== null)(missing ? `${name} (skipped: ${missing})` : name, work)
}

/** Prism leaves out the path before every call. The contract of 2021 wants the token under the header and parameter `token` too, where today's takes the bearer alone. */
function asOf2021(manifest: ChannelManifest): ChannelManifest {
  const text = JSON.stringify(manifest)
    .replaceAll('/api/', '/')
    .replaceAll(/"method":"POST"/g, '"method":"POST","headers":{"token":"t"}')
    .replaceAll('"query":{', '"query":{"token":"t",')
  return channelManifestSchema.parse(JSON.parse(text))
}

describe('the vendors’ own contracts take what the channels send', () => {
  withContract('zendesk-tickets.json')('Zendesk', async () => {
    const { origin, host } = await against('zendesk-tickets.json')
    const channel = anApiChannel({ manifest: shippedAt('zendesk', origin), settings: { email: 'a@b.c' }, host })
    expect(await channel.test()).toMatchObject({ ok: true })
    expect((await delivered(channel, aNastyMessage())).ending).toMatchObject({ ending: 'sent' })
    const found = await channel.reconcile?.(aNastyMessage(), new AbortController().signal)
    // Prism's tickets are made up; what counts is that the question is allowed and its answer is understood.
    expect(found?.found).toMatch(/^(sent|not_sent|unknown)$/)
  })

  withContract('intercom.yaml')('Intercom', async () => {
    const { origin, host } = await against('intercom.yaml')
    const channel = anApiChannel({ manifest: shippedAt('intercom', origin), settings: { admin_id: '394051' }, host })
    expect(await channel.test()).toMatchObject({ ok: true })
    // The contract's example of a search finds nobody; that is understood too.
    const nobody = { ending: 'refused', why: 'Intercom has no contact with this address.' }
    expect((await delivered(channel, aNastyMessage())).ending).toEqual(nobody)
    const { recipient: _search, ...known } = shippedAt('intercom', origin)
    const direct = anApiChannel({ manifest: known, settings: { admin_id: '394051' }, host })
    const { ending } = await delivered(
      direct,
      aNastyMessage({ to: { name: null, address: '536e564f316c83104c000020' } }),
    )
    expect(ending).toMatchObject({ ending: 'sent' })
  })

  withContract('slack.json')('Slack', async () => {
    const { origin, host } = await against('slack.json')
    const channel = anApiChannel({ manifest: asOf2021(shippedAt('slack', `${origin}`)), host })
    const { ending } = await delivered(channel, aNastyMessage())
    expect(ending).toEqual({ ending: 'sent', providerId: expect.stringMatching(/^\d+\.\d+$/) })
  })
})

interface InvoiceContract {
  paths: Record<string, { get: { responses: { 200: { content: { 'application/json': { example: object } } } } } }>
}

/**
 * Stripe's contract as it lies beside the repository is cut down and knows no payment of an invoice; that path is put in as
 * https://docs.stripe.com/api/invoices/pay has it. The example is a draft without a payment, of which nothing could be ordered.
 */
function withPayment(file: string): string {
  const contract = JSON.parse(readFileSync(file, 'utf8')) as InvoiceContract
  const invoice = contract.paths['/v1/invoices/{invoice}']
  if (!invoice) throw new Error('the contract knows no invoices')
  Object.assign(invoice.get.responses[200].content['application/json'].example, {
    status: 'open',
    payment_intent: { last_payment_error: null },
  })
  const text = { type: 'string', maxLength: 5_000 }
  const properties = {
    expand: { type: 'array', items: text },
    ...{ forgive: { type: 'boolean' }, off_session: { type: 'boolean' }, paid_out_of_band: { type: 'boolean' } },
    ...{ mandate: text, payment_method: text, source: text },
  }
  const schema = { type: 'object', properties, additionalProperties: false }
  const post = {
    parameters: [{ name: 'invoice', in: 'path', required: true, schema: text }],
    requestBody: { required: false, content: { 'application/x-www-form-urlencoded': { schema } } },
    responses: { 200: invoice.get.responses[200] },
  }
  Object.assign(contract.paths, { '/v1/invoices/{invoice}/pay': { post } })
  const changed = join(tempFolder(), 'stripe.json')
  writeFileSync(changed, JSON.stringify(contract))
  return changed
}

/** The shipped fixes at Stripe, asked of a contract instead. */
function stripeFixes({ url, host }: Prism, kept: FixEvidence[], change = (text: string) => text) {
  const file = readFileSync(join(import.meta.dirname, '../../../resources/actions/stripe.json'), 'utf8')
  const channel = actionChannel({
    manifest: actionManifestSchema.parse(JSON.parse(change(file.replaceAll('https://{{ settings.host }}', url)))),
    settings: {},
    secrets: { get: async () => 'rk_test', set: async () => {} },
    secret: 'channel-stripe',
    allowedHosts: [host],
    clock: { wall: () => NOON },
    keepBefore: async (_key, evidence) => void kept.push(evidence),
    attempts: () => [],
  })
  onTestFinished(() => channel.close())
  return channel
}

const RETRY: OutgoingAction = {
  type: 'action',
  ...{ key: 'k-1', action: 'stripe.retry_payment', title: 'Retry the payment', target: 'in_1' },
  values: { invoice: 'in_1' },
}

describe('the vendors’ own contracts take what fixes ask and order', () => {
  withContract('stripe.json')('Stripe: the look at an invoice, and the order to pay it', async () => {
    const prism = await startPrism(withPayment(contractFile('stripe.json') ?? ''))
    onTestFinished(() => prism.stop())
    const kept: FixEvidence[] = []
    const channel = stripeFixes(prism, kept)
    const { signal } = new AbortController()
    expect(await channel.test()).toMatchObject({ ok: true })
    const evidence = { status: 'open', attempts: expect.any(Number), amount_remaining: expect.any(Number) }
    expect(await channel.look(RETRY, signal)).toMatchObject({ ok: true, evidence })
    let marks = 0
    const ending = await channel.send(RETRY, async () => void marks++, signal)
    expect({ ending, marks }).toMatchObject({ ending: { ending: 'sent' }, marks: 1 })
    expect(kept).toMatchObject([evidence])
    // That the contract does look: an order with a value that it does not take is turned down.
    const wrong = stripeFixes(prism, [], text => text.replace('"form": {}', '"form": { "off_session": "perhaps" }'))
    expect(await wrong.send(RETRY, async () => {}, signal)).toMatchObject({ ending: 'refused' })
  })
})
