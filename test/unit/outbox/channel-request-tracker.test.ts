import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aNastyMessage, anApiChannel, delivered, shippedAt } from '../../helpers/api-channel.ts'
import { noRequestTracker, type RequestTracker, startRequestTracker } from '../../helpers/request-tracker.ts'

// Where none can be started, the reason stands in the name, so that a run says so.
describe.skipIf(noRequestTracker !== null)(`a real Request Tracker ${noRequestTracker ?? ''}`.trim(), () => {
  let rt: RequestTracker
  beforeAll(async () => {
    rt = await startRequestTracker()
  }, 120_000)
  afterAll(() => rt.stop())

  const aChannel = (settings: Record<string, string> = {}, secret = rt.token) =>
    anApiChannel({
      manifest: shippedAt('request-tracker', rt.url),
      settings: { queue: 'General', ...settings },
      host: rt.host,
      secret,
    })
  const signal = new AbortController().signal

  it('takes the token, and says so where it does not or where there is no such queue', async () => {
    expect((await aChannel().test()).ok).toBe(true)
    expect((await aChannel({}, 'wrong').test()).ok).toBe(false)
    expect((await aChannel({ queue: 'None such' }).test()).ok).toBe(false)
  })

  it('gets a ticket for the contact, word for word, and knows it again by the key', async () => {
    const channel = aChannel()
    const message = aNastyMessage({ key: 'k-ticket', subject: 'Your "order" {{ 1 }}' })
    expect(await channel.reconcile?.(message, signal)).toEqual({ found: 'not_sent' })
    const { ending } = await delivered(channel, message)
    expect(ending).toEqual({ ending: 'sent', providerId: expect.stringMatching(/^\d+$/) })
    const id = ending.ending === 'sent' ? ending.providerId : null
    expect(await channel.reconcile?.(message, signal)).toEqual({ found: 'sent', providerId: id })
    expect(await rt.ask('GET', `/ticket/${id}`)).toMatchObject({
      Subject: 'Your "order" {{ 1 }}',
      Requestor: [{ id: 'zoe+a&b@example.com' }],
    })
    const attachments = (await rt.ask('GET', `/ticket/${id}/attachments?fields=Content,ContentType`)) as {
      items: { Content: string | null; ContentType: string }[]
    }
    const texts = attachments.items
      .filter(({ ContentType }) => ContentType === 'text/plain')
      .map(({ Content }) => Content)
    expect(texts).toContain(message.text)
  })

  it('refuses a queue that is not there in its own words', async () => {
    const { ending } = await delivered(aChannel({ queue: 'None such' }), aNastyMessage({ key: 'k-none' }))
    expect(ending).toMatchObject({
      ending: expect.stringMatching(/^(refused|later)$/),
      why: expect.stringContaining('None such'),
    })
  })
})
