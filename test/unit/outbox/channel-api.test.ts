import { describe, expect, it, onTestFinished } from 'vitest'
import { SECOND } from '../../../shared/trigger/duration.ts'
import { aNastyMessage, anApiChannel, delivered, shippedAt } from '../../helpers/api-channel.ts'
import { NOON } from '../../helpers/builders.ts'
import { type Answering, aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'

async function aSystem(answer: Answering): Promise<Loopback> {
  const server = await aLoopbackServer(answer)
  onTestFinished(() => server.stop())
  return server
}

const zendesk = (server: Loopback) =>
  anApiChannel({ manifest: shippedAt('zendesk', server.url), settings: { email: 'a@b.c' }, host: server.host })
const intercom = (server: Loopback) =>
  anApiChannel({ manifest: shippedAt('intercom', server.url), settings: { admin_id: '12' }, host: server.host })
const slack = (server: Loopback) => anApiChannel({ manifest: shippedAt('slack', server.url), host: server.host })

describe('Zendesk', () => {
  it('opens one ticket in the contact’s name, under the key, and keeps its id', async () => {
    const server = await aSystem((_ask, res) => json(res, { ticket: { id: 35436 } }, 201))
    const message = aNastyMessage()
    const { ending, marked } = await delivered(zendesk(server), message)
    expect(ending).toEqual({ ending: 'sent', providerId: '35436' })
    expect(marked).toBe(1)
    const [ask] = server.asked
    expect(ask?.headers).toMatchObject({
      'idempotency-key': 'k-1',
      authorization: `Basic ${Buffer.from('a@b.c/token:s3cret').toString('base64')}`,
    })
    expect(JSON.parse(ask?.body ?? '')).toEqual({
      ticket: {
        subject: message.subject,
        comment: { body: message.text, public: true },
        requester: { name: 'Zoë "Z"', email: 'zoe+a&b@example.com' },
        external_id: 'k-1',
        tags: ['forestall'],
      },
    })
  })

  it('knows by the key whether a ticket is there', async () => {
    let tickets: unknown[] = []
    const server = await aSystem((_ask, res) => json(res, { tickets }))
    const channel = zendesk(server)
    const signal = new AbortController().signal
    expect(await channel.reconcile?.(aNastyMessage(), signal)).toEqual({ found: 'not_sent' })
    tickets = [{ id: 7 }]
    expect(await channel.reconcile?.(aNastyMessage({ key: 'a&b=c' }), signal)).toEqual({
      found: 'sent',
      providerId: '7',
    })
    expect(server.asked[1]?.url).toBe('/api/v2/tickets?external_id=a%26b%3Dc')
  })

  it('asks a contact without a name by the address', async () => {
    const server = await aSystem((_ask, res) => json(res, { ticket: { id: 1 } }, 201))
    await delivered(zendesk(server), aNastyMessage({ to: { name: null, address: 'a@example.com' } }))
    expect(JSON.parse(server.asked[0]?.body ?? '').ticket.requester.name).toBe('a@example.com')
  })
})

describe('Intercom', () => {
  it('finds the contact, then writes to it as a teammate', async () => {
    const server = await aSystem(({ url }, res) =>
      url.pathname === '/contacts/search' ? json(res, { data: [{ id: 'c-9' }] }) : json(res, { id: '403' }),
    )
    const message = aNastyMessage()
    expect((await delivered(intercom(server), message)).ending).toEqual({ ending: 'sent', providerId: '403' })
    const [search, send] = server.asked.map(({ body }) => JSON.parse(body))
    expect(search.query.value[0].value).toBe('zoe+a&b@example.com')
    expect(send).toEqual({
      message_type: 'in_app',
      body: message.text,
      from: { type: 'admin', id: 12 },
      to: { type: 'user', id: 'c-9' },
    })
    expect(server.asked[1]?.headers.authorization).toBe('Bearer s3cret')
  })

  it('refuses a contact that is not there, and nothing is marked as leaving', async () => {
    const server = await aSystem((_ask, res) => json(res, { data: [] }))
    const { ending, marked } = await delivered(intercom(server), aNastyMessage())
    expect(ending).toEqual({ ending: 'refused', why: 'Intercom has no contact with this address.' })
    expect(marked).toBe(0)
    expect(server.asked).toHaveLength(1)
  })
})

describe('Slack', () => {
  const answering =
    (answer: object, status = 200, headers = {}): Answering =>
    ({ url }, res) =>
      url.pathname === '/api/users.lookupByEmail'
        ? json(res, { ok: true, user: { id: 'U1' } })
        : json(res, answer, status, headers)

  it('writes to the member behind the address', async () => {
    const server = await aSystem(answering({ ok: true, ts: '1503435956.000247' }))
    expect((await delivered(slack(server), aNastyMessage())).ending).toEqual({
      ending: 'sent',
      providerId: '1503435956.000247',
    })
    expect(server.asked[0]?.url).toBe('/api/users.lookupByEmail?email=zoe%2Ba%26b%40example.com')
    expect(new URLSearchParams(server.asked[1]?.body).get('text')).toBe(aNastyMessage().text)
  })

  it.each([
    [{ ok: false, error: 'channel_not_found' }, 200, { ending: 'refused' }],
    [{ ok: false, error: 'invalid_auth' }, 200, { ending: 'later', down: true }],
    [{ ok: false, error: 'fatal_error' }, 200, { ending: 'unsure' }],
    [{ ok: false, error: 'ratelimited' }, 429, { ending: 'later', down: true, afterMs: 30 * SECOND }],
  ])(
    'says what %j with status %i means, although Slack answers 200 to failures too',
    async (answer, status, expected) => {
      const server = await aSystem(
        answering(answer, status, { 'retry-after': '30', date: new Date(NOON).toUTCString() }),
      )
      expect((await delivered(slack(server), aNastyMessage())).ending).toMatchObject(expected)
    },
  )

  it('refuses an address that nobody has', async () => {
    const server = await aSystem((_ask, res) => json(res, { ok: false, error: 'users_not_found' }))
    const { ending, marked } = await delivered(slack(server), aNastyMessage())
    expect(ending).toEqual({ ending: 'refused', why: 'Slack has no user with this address.' })
    expect(marked).toBe(0)
  })
})

describe('any server', () => {
  it.each([
    [201, {}, { ending: 'sent' }],
    [400, {}, { ending: 'refused' }],
    [401, {}, { ending: 'later', down: true }],
    [403, {}, { ending: 'later', down: true }],
    [409, {}, { ending: 'unsure' }],
    [422, {}, { ending: 'refused' }],
    [429, { 'retry-after': '7' }, { ending: 'later', down: true, afterMs: 7 * SECOND }],
    [429, { 'retry-after': '7200' }, { ending: 'later', down: true, afterMs: 7_200 * SECOND }],
    [500, {}, { ending: 'unsure' }],
    [502, {}, { ending: 'unsure' }],
    [503, {}, { ending: 'unsure' }],
    [503, { 'retry-after': '60' }, { ending: 'later', down: true, afterMs: 60 * SECOND }],
  ])('status %i with %j ends as it must', async (status, headers, expected) => {
    const server = await aSystem((_ask, res) =>
      json(res, { ticket: { id: 1 } }, status, { ...headers, date: new Date(NOON).toUTCString() }),
    )
    const { ending, marked } = await delivered(zendesk(server), aNastyMessage())
    expect(ending).toMatchObject(expected)
    expect(marked).toBe(1)
    expect(JSON.stringify(ending)).not.toContain('s3cret')
  })

  it('that hangs up after the request leaves the message unsure', async () => {
    const server = await aSystem((_ask, _res, socket) => socket.destroy())
    expect((await delivered(zendesk(server), aNastyMessage())).ending).toMatchObject({ ending: 'unsure' })
  })

  it('that is not there is later, and the message has certainly not left', async () => {
    const server = await aSystem(() => {})
    await server.stop()
    expect((await delivered(zendesk(server), aNastyMessage())).ending).toMatchObject({ ending: 'later', down: true })
  })

  it('that is private is not spoken to unless an admin allowed that very host', async () => {
    const server = await aSystem((_ask, res) => json(res, {}, 201))
    const manifest = shippedAt('zendesk', server.url)
    for (const host of ['', '127.0.0.1:1', 'localhost']) {
      const { ending } = await delivered(
        anApiChannel({ manifest, settings: { email: 'a@b.c' }, host }),
        aNastyMessage(),
      )
      expect(ending).toMatchObject({ ending: 'later', down: true })
    }
    expect(server.asked).toEqual([])
  })
})

it('testing a channel asks who it is and reaches nobody', async () => {
  const server = await aSystem(({ url }, res) =>
    url.pathname === '/api/auth.test' ? json(res, { ok: true }) : json(res, { count: 1 }),
  )
  expect(await slack(server).test()).toEqual({ ok: true, message: 'Slack answers and accepts the sign-in.' })
  expect((await zendesk(server).test()).ok).toBe(true)
  expect(server.asked.map(({ url }) => url)).toEqual(['/api/auth.test', '/api/v2/tickets/count'])
})
