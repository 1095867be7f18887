import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { OAuth } from '../../../main/http/auth.ts'
import { createHttp, type Http } from '../../../main/http/http.ts'
import { beginSignIn } from '../../../main/http/sign-in.ts'
import { aLoopbackServer, json, type Loopback } from '../../helpers/loopback.ts'

const open: (Http | Loopback)[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await ('close' in each ? each.close() : each.stop())
})

/** A vendor that gives a token for the code `good`, and is told of each request. */
async function signingIn(signal = new AbortController().signal, told = () => {}) {
  const vendor = await aLoopbackServer((ask, res) => {
    told()
    const code = new URLSearchParams(ask.body).get('code')
    if (code === 'good') json(res, { access_token: 'at', refresh_token: 'rt', expires_in: 60 })
    else if (code === 'of another client') json(res, { error: 'invalid_client' }, 401)
    else json(res, { error: 'invalid_grant' }, 400)
  })
  const http = createHttp({ allowedHosts: [vendor.host] })
  open.push(http, vendor)
  const kept = new Map([['client', 'c']])
  const secrets = {
    get: async (name: string) => kept.get(name) ?? null,
    set: async (name: string, value: string | null) =>
      void (value === null ? kept.delete(name) : kept.set(name, value)),
  }
  const auth: OAuth = {
    kind: 'oauth2',
    grant: 'refresh_token',
    tokenUrl: `${vendor.url}/token`,
    clientId: 'me',
    clientSecret: 'client',
    refreshSecret: 'refresh',
    tokenSecret: 'token',
    scope: 'read write',
  }
  const begin = (where: { authorizeUrl: string; port?: number }) =>
    beginSignIn(auth, where, { http, secrets, wall: () => 1_000, signal })
  const begun = await begin({ authorizeUrl: 'https://vendor.example/authorize?access_type=offline' })
  const asked = new URL(begun.url).searchParams
  const back = (answer: Record<string, string>) =>
    fetch(`${asked.get('redirect_uri')}?${new URLSearchParams({ state: asked.get('state') ?? '', ...answer })}`)
  return { vendor, kept, done: begun.done, asked, back, begin }
}

describe('signing in through the browser', () => {
  it('asks for a code with a challenge, and keeps the tokens that it is exchanged for', async () => {
    const { vendor, kept, done, asked, back } = await signingIn()
    expect(Object.fromEntries(asked)).toMatchObject({
      access_type: 'offline',
      response_type: 'code',
      client_id: 'me',
      scope: 'read write',
      code_challenge_method: 'S256',
    })
    expect((await back({ code: 'good' })).status).toBe(200)
    expect(await done).toBeNull()
    expect(kept.get('refresh')).toBe('rt')
    expect(JSON.parse(kept.get('token') ?? '')).toEqual({ token: 'at', expiresAt: 61_000 })
    const sent = new URLSearchParams(vendor.asked[0]?.body)
    expect(
      createHash('sha256')
        .update(sent.get('code_verifier') ?? '')
        .digest('base64url'),
    ).toBe(asked.get('code_challenge'))
    expect(sent.get('redirect_uri')).toBe(asked.get('redirect_uri'))
    await expect(back({ code: 'good' })).rejects.toThrow()
  })

  it('answers another state with 404, and waits on', async () => {
    const { kept, done, back } = await signingIn()
    expect((await back({ state: 'forged', code: 'good' })).status).toBe(404)
    expect(kept.has('token')).toBe(false)
    await back({ code: 'good' })
    expect(await done).toBeNull()
  })

  it('takes a code that comes with an issuer, since no manifest names the one to expect', async () => {
    const { done, back } = await signingIn()
    await back({ code: 'good', iss: 'https://vendor.example' })
    expect(await done).toBeNull()
  })

  it('waits on after a request with a path that is no address', async () => {
    const { done, asked, back } = await signingIn()
    const { origin } = new URL(asked.get('redirect_uri') ?? '')
    expect((await fetch(`${origin}//`)).status).toBe(404)
    await back({ code: 'good' })
    expect(await done).toBeNull()
  })

  it('leaves no port taken when the page to sign in at is no address', async () => {
    const { done, asked, back, begin } = await signingIn()
    await back({ code: 'good' })
    await done
    const port = Number(new URL(asked.get('redirect_uri') ?? '').port)
    await expect(begin({ authorizeUrl: 'nowhere', port })).rejects.toThrow()
    const again = await begin({ authorizeUrl: 'https://vendor.example/authorize', port })
    expect(new URL(again.url).searchParams.get('redirect_uri')).toBe(asked.get('redirect_uri'))
  })

  it('says why there is no token', async () => {
    const refused = await signingIn()
    const page = await refused.back({ error: 'access_denied' })
    expect(await page.text()).toContain('was not given access')
    expect(await refused.done).toMatchObject({ kind: 'no_credential', why: expect.stringContaining('access_denied') })
    const wrong = await signingIn()
    await wrong.back({ code: 'bad' })
    expect(await wrong.done).toMatchObject({ kind: 'no_credential', why: expect.stringContaining('400') })
    const stranger = await signingIn()
    await stranger.back({ code: 'of another client' })
    expect(await stranger.done).toMatchObject({
      kind: 'no_credential',
      why: expect.stringContaining('does not accept the client id or the client secret (401)'),
    })
  })

  it('ends when nobody comes', async () => {
    const stop = new AbortController()
    const { done } = await signingIn(stop.signal)
    stop.abort()
    expect(await done).toMatchObject({ kind: 'stopped' })
  })

  it('ends while the code is being exchanged', async () => {
    const stop = new AbortController()
    const { kept, done, back } = await signingIn(stop.signal, () => stop.abort())
    await back({ code: 'good' })
    expect(await done).toMatchObject({ kind: 'stopped' })
    expect(kept.has('token')).toBe(false)
  })
})
