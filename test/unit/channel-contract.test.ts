import { describe, expect, it, onTestFinished } from 'vitest'
import { type ChannelManifest, channelManifestSchema } from '../../shared/channel-manifest.ts'
import { aNastyMessage, anApiChannel, delivered, shippedAt } from '../helpers/api-channel.ts'
import { contractFile, startPrism } from '../helpers/prism.ts'

async function against(file: string) {
  const prism = await startPrism(contractFile(file) ?? '')
  onTestFinished(() => prism.stop())
  return { origin: prism.url, host: prism.host }
}

/** Skips with the reason in the test's name, so that a run without the contracts says so. */
const withContract = (file: string) => {
  const missing = contractFile(file) ? null : `the contract ${file} is not beside the repository`
  return (name: string, work: () => Promise<void>) =>
    it.skipIf(missing !== null)(missing ? `${name} (skipped: ${missing})` : name, work, 60_000)
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
    const nobody = { ending: 'refused', why: 'Intercom knows no contact with this address.' }
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
