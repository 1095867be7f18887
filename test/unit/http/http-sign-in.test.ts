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

/** A vendor that gives a token for the code `good`, if the one who asks is the one who began. */
async function signingIn(signal = new AbortController().signal) {
  const vendor = await aLoopbackServer((ask, res) => {
    const good = new URLSearchParams(ask.body).get('code') === 'good'
    json(
      res,
      good ? { access_token: 'at', refresh_token: 'rt', expires_in: 60 } : { error: 'invalid_grant' },
      good ? 200 : 400,
    )
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
  const to = { authorizeUrl: 'https://vendor.example/authorize?access_type=offline' }
  const begun = await beginSignIn(auth, to, { http, secrets, wall: () => 1_000, signal })
  const asked = new URL(begun.url).searchParams
  const back = (answer: Record<string, string>) =>
    fetch(`${asked.get('redirect_uri')}?${new URLSearchParams({ state: asked.get('state') ?? '', ...answer })}`)
  return { vendor, kept, done: begun.done, asked, back }
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

  it('sends away whoever comes with another state, and waits on', async () => {
    const { kept, done, back } = await signingIn()
    expect((await back({ state: 'forged', code: 'good' })).status).toBe(404)
    expect(kept.has('token')).toBe(false)
    await back({ code: 'good' })
    expect(await done).toBeNull()
  })

  it('says why there is no token', async () => {
    const refused = await signingIn()
    await refused.back({ error: 'access_denied' })
    expect(await refused.done).toMatchObject({ kind: 'no_credential', why: expect.stringContaining('access_denied') })
    const wrong = await signingIn()
    await wrong.back({ code: 'bad' })
    expect(await wrong.done).toMatchObject({ kind: 'no_credential', why: expect.stringContaining('400') })
  })

  it('ends when nobody comes', async () => {
    const stop = new AbortController()
    const { done } = await signingIn(stop.signal)
    stop.abort()
    expect(await done).toMatchObject({ kind: 'stopped' })
  })
})
