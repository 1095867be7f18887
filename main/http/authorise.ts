import type { Auth, OAuth, Secrets } from './auth.ts'
import type { Http, HttpOutcome, HttpRequest } from './http.ts'
import { noCredential, oauthTokens } from './oauth.ts'
import type { HttpTrouble } from './trouble.ts'

/** A client whose every request carries the credentials. A token that ends in the middle is renewed and the request repeated once. */
export interface Authorised {
  request(ask: HttpRequest): Promise<HttpOutcome>
}

export interface AuthoriseDeps {
  http: Http
  secrets: Secrets
  /** Wall clock, UTC ms. */
  wall(): number
}

/** Puts credentials on requests. The secrets are read for each request and kept nowhere. */
export function authorise(auth: Auth, deps: AuthoriseDeps): Authorised {
  if (auth.kind === 'oauth2') return withTokens(auth, deps)
  return {
    async request(ask) {
      const proved = await prove(auth, deps.secrets, ask)
      return 'kind' in proved ? { ok: false, trouble: proved } : deps.http.request(proved)
    },
  }
}

function withTokens(auth: OAuth, { http, secrets, wall }: AuthoriseDeps): Authorised {
  const tokens = oauthTokens(auth, secrets, http, wall)
  return {
    async request(ask) {
      const token = await tokens.current()
      if (typeof token !== 'string') return { ok: false, trouble: token }
      const outcome = await http.request(withHeader(ask, 'authorization', `Bearer ${token}`))
      // 401: the request was not carried out, so it may be repeated whatever its method.
      if (!outcome.ok || outcome.answer.status !== 401) return outcome
      const renewed = await tokens.renewed(token)
      if (typeof renewed !== 'string') return { ok: false, trouble: renewed }
      return http.request(withHeader(ask, 'authorization', `Bearer ${renewed}`))
    },
  }
}

async function prove(
  auth: Exclude<Auth, OAuth>,
  secrets: Secrets,
  ask: HttpRequest,
): Promise<HttpRequest | HttpTrouble> {
  switch (auth.kind) {
    case 'none':
      return ask
    case 'bearer': {
      const token = await read(secrets, auth.secret)
      return typeof token === 'string' ? withHeader(ask, 'authorization', `Bearer ${token}`) : token
    }
    case 'basic': {
      const user = auth.userSecret === undefined ? (auth.user ?? '') : await read(secrets, auth.userSecret)
      if (typeof user !== 'string') return user
      const password = auth.secret === undefined ? (auth.password ?? '') : await read(secrets, auth.secret)
      if (typeof password !== 'string') return password
      return withHeader(ask, 'authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
    }
    case 'api_key': {
      const key = await read(secrets, auth.secret)
      if (typeof key !== 'string') return key
      return auth.in === 'header'
        ? withHeader(ask, auth.name, (auth.prefix ?? '') + key)
        : withQuery(ask, auth.name, (auth.prefix ?? '') + key)
    }
  }
}

async function read(secrets: Secrets, name: string): Promise<string | HttpTrouble> {
  const value = (await secrets.get(name))?.trim() ?? ''
  return value === '' ? noCredential('The credential is missing.') : value
}

const withHeader = (ask: HttpRequest, name: string, value: string): HttpRequest => ({
  ...ask,
  headers: { ...ask.headers, [name.toLowerCase()]: value },
})

function withQuery(ask: HttpRequest, name: string, value: string): HttpRequest {
  if (!URL.canParse(ask.url)) return ask
  const url = new URL(ask.url)
  url.searchParams.set(name, value)
  return { ...ask, url: url.href }
}
