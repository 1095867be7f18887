import { MINUTE, SECOND } from '../../shared/trigger/duration.ts'
import type { OAuth, Secrets } from './auth.ts'
import type { Http, HttpAnswer } from './http.ts'
import type { HttpTrouble } from './trouble.ts'

export interface Tokens {
  /** A token that should be valid; renewed first where it is about to end. */
  current(): Promise<string | HttpTrouble>
  /** After a server refused `spent`: another one, or why there is none. */
  renewed(spent: string): Promise<string | HttpTrouble>
}

interface Kept {
  token: string
  /** UTC ms by the wall clock; null where the server did not say. */
  expiresAt: number | null
}

export type Granted = Kept & { refresh: string | null }

/** A token this close to its end is renewed before it is used. */
const EARLY = MINUTE

/**
 * Access tokens of OAuth 2 (RFC 6749, 4.4 and 6), kept among the secrets. However many requests find it spent at once, it
 * is renewed once; where another part of the program renewed it meanwhile, that one is taken.
 */
export function oauthTokens(auth: OAuth, secrets: Secrets, http: Http, wall: () => number): Tokens {
  let renewing: Promise<string | HttpTrouble> | null = null
  const stored = async (): Promise<Kept | null> => keptOf(await secrets.get(auth.tokenSecret))
  const usable = (kept: Kept) => kept.expiresAt === null || kept.expiresAt - EARLY > wall()

  const renew = async (spent: string | null): Promise<string | HttpTrouble> => {
    const kept = await stored()
    if (kept && usable(kept) && kept.token !== spent) return kept.token
    const grant = await grantOf(auth, secrets)
    if ('kind' in grant) return grant
    const outcome = await http.request({ method: 'POST', url: auth.tokenUrl, ...grant })
    if (!outcome.ok) return outcome.trouble
    const fresh = outcome.answer.status === 200 ? granted(outcome.answer.json(), wall()) : null
    if (!fresh) return refusedGrant(outcome.answer)
    await keepGranted(auth, secrets, fresh)
    return fresh.token
  }
  const once = (spent: string | null): Promise<string | HttpTrouble> => {
    renewing ??= renew(spent).finally(() => {
      renewing = null
    })
    return renewing
  }
  return {
    async current() {
      const kept = await stored()
      return kept && usable(kept) ? kept.token : once(kept?.token ?? null)
    },
    renewed: once,
  }
}

/** A rotated refresh token first: losing it would lock us out, losing the access token would not. */
export async function keepGranted(auth: OAuth, secrets: Secrets, fresh: Granted): Promise<void> {
  if (fresh.refresh !== null && auth.refreshSecret !== undefined) await secrets.set(auth.refreshSecret, fresh.refresh)
  await secrets.set(auth.tokenSecret, JSON.stringify({ token: fresh.token, expiresAt: fresh.expiresAt }))
}

function keptOf(text: string | null): Kept | null {
  if (text === null) return null
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null || !('token' in kept) || typeof kept.token !== 'string') return null
    const expiresAt = 'expiresAt' in kept && typeof kept.expiresAt === 'number' ? kept.expiresAt : null
    return { token: kept.token, expiresAt }
  } catch {
    // A bare token pasted by a person.
    return { token: text, expiresAt: null }
  }
}

async function grantOf(auth: OAuth, secrets: Secrets): Promise<Awaited<ReturnType<typeof withClient>> | HttpTrouble> {
  const form = new URLSearchParams({ grant_type: auth.grant })
  if (auth.scope !== undefined) form.set('scope', auth.scope)
  if (auth.grant === 'refresh_token') {
    const refresh = auth.refreshSecret === undefined ? null : await secrets.get(auth.refreshSecret)
    if (refresh === null) return noCredential('The refresh token is missing.')
    form.set('refresh_token', refresh.trim())
  }
  return withClient(auth, secrets, form)
}

/** A request to the token server in which the client names itself (RFC 6749, 2.3.1). */
export async function withClient(
  auth: OAuth,
  secrets: Secrets,
  form: URLSearchParams,
): Promise<{ headers: Record<string, string>; body: string }> {
  const secret = auth.clientSecret === undefined ? '' : ((await secrets.get(auth.clientSecret)) ?? '').trim()
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  if (auth.client === 'body' || secret === '') {
    form.set('client_id', auth.clientId)
    if (secret !== '') form.set('client_secret', secret)
  } else {
    const pair = `${encodeURIComponent(auth.clientId)}:${encodeURIComponent(secret)}`
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  }
  return { headers, body: form.toString() }
}

/** What a token server gave, or null where that is no token. */
export function granted(json: { ok: true; value: unknown } | { ok: false }, now: number): Granted | null {
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return null
  const answer: Record<string, unknown> = { ...json.value }
  const token = answer.access_token
  if (typeof token !== 'string' || token === '') return null
  const life = Number(answer.expires_in)
  // Vendors that do not rotate it may send null or an empty text.
  const refresh = typeof answer.refresh_token === 'string' ? answer.refresh_token || null : null
  return { token, refresh, expiresAt: Number.isFinite(life) && life > 0 ? now + life * SECOND : null }
}

/** 400 and 401 mean that the grant is spent (RFC 6749, 5.2); anything else may pass. */
function refusedGrant(answer: HttpAnswer): HttpTrouble {
  const { host } = new URL(answer.url)
  const { status } = answer
  const client = refusedClient(answer)
  if (client !== null) return client
  return status === 400 || status === 401 || status === 403
    ? noCredential(`${host} no longer renews the access (${status}).`)
    : { kind: 'unreachable', sent: true, why: `${host} gave no token (${status}).` }
}

/** Errors of RFC 6749, 5.2 that another sign-in does not end. The server’s own words may repeat a secret: never quoted. */
const REFUSALS = new Map([
  ['invalid_client', 'does not accept the client id or the client secret'],
  ['unauthorized_client', 'does not let this client get tokens in this way'],
  ['unsupported_grant_type', 'does not give tokens in the way that the manifest names'],
  ['invalid_scope', 'does not grant the scopes that the manifest names'],
])

/** Why the token server refuses the client or what it asks for; null where the answer names no such error. */
export function refusedClient(answer: HttpAnswer): HttpTrouble | null {
  const json = answer.json()
  const body: unknown = json.ok ? json.value : null
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  const words = typeof error === 'string' ? REFUSALS.get(error) : undefined
  return words === undefined ? null : noCredential(`${new URL(answer.url).host} ${words} (${answer.status}).`)
}

/** Nothing to prove with. */
export const noCredential = (why: string): HttpTrouble => ({ kind: 'no_credential', sent: false, why })
