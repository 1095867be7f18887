import { afterEach, describe, expect, it } from 'vitest'
import type { Auth, OAuth } from '../../../main/http/auth.ts'
import { authorise } from '../../../main/http/authorise.ts'
import { createHttp, type Http } from '../../../main/http/http.ts'
import { type Answering, aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'

const open: (Http | Loopback)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await ('close' in each ? each.close() : each.stop())
})

const NOW = Date.UTC(2026, 4, 12, 10)

async function setUp(answer: Answering, kept: Record<string, string>, auth: (url: string) => Auth, now = () => NOW) {
  const server = await aLoopbackServer(answer)
  const http = createHttp({ allowedHosts: [server.host] })
  open.push(http, server)
  const secrets = new Map(Object.entries(kept))
  const store = {
    get: async (name: string) => secrets.get(name) ?? null,
    set: async (name: string, value: string | null) =>
      void (value === null ? secrets.delete(name) : secrets.set(name, value)),
  }
  return { server, secrets, client: authorise(auth(server.url), { http, secrets: store, wall: now }) }
}

const ok: Answering = (_ask, res) => json(res, 'ok')

describe('a fixed credential', () => {
  it.each<[string, Auth, Record<string, string>]>([
    ['bearer', { kind: 'bearer', secret: 'key' }, { authorization: 'Bearer s3cret' }],
    ['basic', { kind: 'basic', user: 'ann', secret: 'key' }, { authorization: `Basic ${btoa('ann:s3cret')}` }],
    ['key as user', { kind: 'basic', userSecret: 'key' }, { authorization: `Basic ${btoa('s3cret:')}` }],
    ['header', { kind: 'api_key', in: 'header', name: 'X-Key', prefix: 'K ', secret: 'key' }, { 'x-key': 'K s3cret' }],
  ])('goes along as %s', async (_name, auth, headers) => {
    const { server, client } = await setUp(ok, { key: ' s3cret\n' }, () => auth)
    expect((await client.request({ url: server.url })).ok).toBe(true)
    expect(server.asked[0]?.headers).toMatchObject(headers)
  })

  it('goes along in the query, in place of one that is there', async () => {
    const { server, client } = await setUp(ok, { key: 'a&b' }, () => ({
      kind: 'api_key',
      in: 'query',
      name: 'k',
      secret: 'key',
    }))
    await client.request({ url: `${server.url}/x?a=1&k=old` })
    expect(server.asked[0]?.url).toBe('/x?a=1&k=a%26b')
  })

  it('that is missing sends nothing and says so', async () => {
    const { server, client } = await setUp(ok, {}, () => ({ kind: 'bearer', secret: 'key' }))
    expect(await client.request({ url: server.url })).toMatchObject({ trouble: { kind: 'no_credential', sent: false } })
    expect(server.asked).toHaveLength(0)
  })
})

describe('OAuth 2', () => {
  const refreshing = (url: string): OAuth => ({
    kind: 'oauth2',
    grant: 'refresh_token',
    tokenUrl: `${url}/token`,
    clientId: 'me',
    clientSecret: 'client',
    refreshSecret: 'refresh',
    tokenSecret: 'token',
  })

  /** Tokens `t1`, `t2` …; only the newest is good. */
  const issuing = (life?: number): Answering => {
    let issued = 0
    return (ask, res) => {
      if (ask.url.pathname === '/token')
        return json(res, { access_token: `t${++issued}`, refresh_token: `r${issued}`, expires_in: life })
      const good = ask.headers.authorization === `Bearer t${issued}`
      json(res, good ? 'ok' : 'no', good ? 200 : 401)
    }
  }

  it('gets a token once for many requests, and keeps it and the rotated refresh token', async () => {
    const { server, secrets, client } = await setUp(issuing(3600), { client: 'c', refresh: 'r0' }, refreshing)
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => client.request({ url: `${server.url}/data` })))
    expect(outcomes.map(each => each.ok && each.answer.status)).toEqual([200, 200, 200, 200, 200])
    const renewals = server.asked.filter(ask => ask.url === '/token')
    expect(renewals).toHaveLength(1)
    expect(renewals[0]?.body).toBe('grant_type=refresh_token&refresh_token=r0')
    expect(renewals[0]?.headers.authorization).toBe(`Basic ${btoa('me:c')}`)
    expect(secrets.get('refresh')).toBe('r1')
    expect(JSON.parse(secrets.get('token') ?? '')).toEqual({ token: 't1', expiresAt: NOW + 3_600_000 })
  })

  it('renews once and repeats when a token ends in the middle, for all that were under way', async () => {
    const spent = JSON.stringify({ token: 'spent', expiresAt: null })
    const { server, client } = await setUp(issuing(), { client: 'c', refresh: 'r0', token: spent }, refreshing)
    const asks = Array.from({ length: 4 }, (_, at) =>
      client.request({ method: 'POST', body: `${at}`, url: `${server.url}/data` }),
    )
    expect((await Promise.all(asks)).map(each => each.ok && each.answer.status)).toEqual([200, 200, 200, 200])
    expect(server.asked.filter(ask => ask.url === '/token')).toHaveLength(1)
  })

  it('renews before the known end', async () => {
    let now = NOW
    const { server, client } = await setUp(issuing(3600), { client: 'c', refresh: 'r0' }, refreshing, () => now)
    await client.request({ url: `${server.url}/data` })
    now += 3_590_000
    await client.request({ url: `${server.url}/data` })
    expect(server.asked.map(ask => ask.url)).toEqual(['/token', '/data', '/token', '/data'])
  })

  it('repeats once only: a second refusal is the answer', async () => {
    const never: Answering = (ask, res) =>
      ask.url.pathname === '/token' ? json(res, { access_token: 'x' }) : json(res, 'no', 401)
    const { server, client } = await setUp(never, { client: 'c', refresh: 'r0', token: 'old' }, refreshing)
    const outcome = await client.request({ url: `${server.url}/data` })
    expect(outcome.ok && outcome.answer.status).toBe(401)
    expect(server.asked.map(ask => ask.url)).toEqual(['/data', '/token', '/data'])
  })

  it('says what is to be done when the grant is spent, and that a broken token server may recover', async () => {
    const answers = [400, 503]
    for (const status of answers) {
      const { server, client } = await setUp(
        (_ask, res) => json(res, {}, status),
        { client: 'c', refresh: 'r' },
        refreshing,
      )
      const outcome = await client.request({ url: `${server.url}/data` })
      expect(outcome.ok ? '' : outcome.trouble.kind).toBe(status === 400 ? 'no_credential' : 'unreachable')
    }
  })

  it('by client credentials in the body', async () => {
    const { server, client } = await setUp(issuing(), { client: 'c' }, url => ({
      ...refreshing(url),
      grant: 'client_credentials',
      scope: 'read',
      client: 'body',
    }))
    expect((await client.request({ url: `${server.url}/data` })).ok).toBe(true)
    expect(server.asked[0]?.body).toBe('grant_type=client_credentials&scope=read&client_id=me&client_secret=c')
  })

  it('by Basic, with the characters of common ids as they are, because many servers do not decode', async () => {
    const { server, client } = await setUp(issuing(), { client: 's_1-a~b:c', refresh: 'r' }, url => ({
      ...refreshing(url),
      clientId: '12-ab.apps.example',
    }))
    await client.request({ url: `${server.url}/data` })
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${btoa('12-ab.apps.example:s_1-a~b%3Ac')}`)
  })

  /** Valid for another issuer and client; the program asks for no identity. */
  const idToken = [
    '{"alg":"RS256"}',
    '{"iss":"https://other.example","aud":"x","sub":"1","iat":1,"exp":2}',
    'signature',
  ]
    .map(part => Buffer.from(part).toString('base64url'))
    .join('.')

  it.each<[string, Record<string, unknown>, number | null]>([
    ['no token_type, as of LinkedIn and Shopify', { token_type: undefined }, null],
    ['a lower-case token_type', { token_type: 'bearer' }, null],
    ['a token_type of its own, as of Slack', { token_type: 'bot' }, null],
    ['its scopes as a list, as of Twitch', { scope: ['read', 'write'] }, null],
    ['no scopes', { scope: null }, null],
    ['no life', { expires_in: null }, null],
    ['a life of 0 for a token without end', { expires_in: 0 }, null],
    ['its life as text', { expires_in: '3600' }, NOW + 3_600_000],
    ['an identity that nobody asked for', { id_token: idToken }, null],
  ])('takes the token of an answer with %s', async (_name, members, expiresAt) => {
    const answer: Answering = (_ask, res) => json(res, { access_token: 't', token_type: 'Bearer', ...members })
    const { server, secrets, client } = await setUp(answer, { client: 'c', refresh: 'r0' }, refreshing)
    expect((await client.request({ url: `${server.url}/data` })).ok).toBe(true)
    expect(JSON.parse(secrets.get('token') ?? '')).toEqual({ token: 't', expiresAt })
  })

  it.each([undefined, null, ''])('keeps its refresh token where the answer has %j in its place', async given => {
    const { server, secrets, client } = await setUp(
      (_ask, res) => json(res, { access_token: 't', refresh_token: given }),
      { client: 'c', refresh: 'r0' },
      refreshing,
    )
    await client.request({ url: `${server.url}/data` })
    expect(secrets.get('refresh')).toBe('r0')
  })

  it.each([
    ['invalid_client', 401, 'does not accept the client id or the client secret'],
    ['invalid_scope', 400, 'does not grant the scopes'],
    ['invalid_client', 200, 'does not accept the client id or the client secret'],
    ['invalid_grant', 400, 'no longer renews the access'],
  ])('says what %s with status %i means, in words of its own', async (error, status, words) => {
    const { server, client } = await setUp(
      (_ask, res) => json(res, { error, error_description: 'the secret is c' }, status),
      { client: 'c', refresh: 'r0' },
      refreshing,
    )
    expect(await client.request({ url: `${server.url}/data` })).toEqual({
      ok: false,
      trouble: { kind: 'no_credential', sent: false, why: expect.stringMatching(`${words}.* \\(${status}\\)\\.$`) },
    })
  })

  it('never quotes what the token server says', async () => {
    const { server, client } = await setUp(
      (ask, res) => json(res, { error: new URLSearchParams(ask.body).get('refresh_token') }, 400),
      { client: 'c', refresh: 'r0-secret' },
      refreshing,
    )
    const outcome = await client.request({ url: `${server.url}/data` })
    expect(outcome.ok ? '' : outcome.trouble.why).toMatch(/\(400\)\.$/)
    expect(JSON.stringify(outcome)).not.toContain('r0-secret')
  })
})
