import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { requestTarget } from '../../shared/request-target.ts'
import type { OAuth, Secrets } from './auth.ts'
import type { Http } from './http.ts'
import { granted, keepGranted, noCredential, refusedClient, withClient } from './oauth.ts'
import type { HttpTrouble } from './trouble.ts'

export interface SignInDeps {
  http: Http
  secrets: Secrets
  /** Wall clock, UTC ms. */
  wall(): number
  /** Ends the waiting. */
  signal: AbortSignal
}

export interface SignIn {
  /** To be opened in the system's browser. */
  url: string
  /** Null when the tokens are kept. */
  done: Promise<HttpTrouble | null>
}

/**
 * Lets a person agree in the browser: authorisation code with PKCE (RFC 7636), coming back to an address of this machine
 * (RFC 8252, 7.3) that listens until then and no longer. Fails where a fixed port is taken or `authorizeUrl` is no address.
 */
export async function beginSignIn(
  auth: OAuth,
  to: { authorizeUrl: string; port?: number },
  deps: SignInDeps,
): Promise<SignIn> {
  // Guessing either of these would let another program take the code, hence not the injected chance.
  const [state, verifier] = [randomBytes(32).toString('base64url'), randomBytes(48).toString('base64url')]
  const url = new URL(to.authorizeUrl)
  const server = createServer()
  const redirect = await listen(server, to.port ?? 0)
  const asked = {
    response_type: 'code',
    client_id: auth.clientId,
    redirect_uri: redirect,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(auth.scope === undefined ? {} : { scope: auth.scope }),
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  const done = comeBack(server, state, deps.signal)
    .then(code => (typeof code === 'string' ? exchangeCode(auth, code, verifier, redirect, deps) : code))
    .finally(() => server.close())
  return { url: url.href, done }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}/callback`)
    })
  })
}

/** The code that the browser brings, or why it brings none. Requests without the right state get a 404. */
function comeBack(server: Server, state: string, signal: AbortSignal): Promise<string | HttpTrouble> {
  return new Promise(resolve => {
    const late = () => resolve({ kind: 'stopped', sent: false, why: 'Nobody finished the sign-in in the browser.' })
    if (signal.aborted) return late()
    signal.addEventListener('abort', late, { once: true })
    server.on('request', (req, res) => {
      const back = answerOf(req.url ?? '', state)
      const code = back?.get('code') ?? null
      res.writeHead(back ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      if (!back) return res.end('Forestall did not expect this address.')
      const said = code === null ? 'Forestall was not given access.' : 'Forestall has what it needs.'
      res.end(`${said} This window can be closed.`)
      signal.removeEventListener('abort', late)
      resolve(code ?? noCredential(`Access was not granted (${back.get('error') ?? 'no code'}).`))
    })
  })
}

/** What the vendor answers through the browser; null for any other request, since every page and program can send one. */
function answerOf(target: string, state: string): URLSearchParams | null {
  const url = requestTarget(target, 'http://127.0.0.1')
  return url?.pathname === '/callback' && url.searchParams.get('state') === state ? url.searchParams : null
}

async function exchangeCode(
  auth: OAuth,
  code: string,
  verifier: string,
  redirect: string,
  { http, secrets, wall, signal }: SignInDeps,
): Promise<HttpTrouble | null> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  })
  const request = await withClient(auth, secrets, form)
  const outcome = await http.request({ method: 'POST', url: auth.tokenUrl, signal, ...request })
  if (!outcome.ok) return outcome.trouble
  const fresh = outcome.answer.status === 200 ? granted(outcome.answer.json(), wall()) : null
  const { host } = new URL(auth.tokenUrl)
  if (!fresh) return refusedClient(outcome.answer) ?? noCredential(`${host} gave no token (${outcome.answer.status}).`)
  await keepGranted(auth, secrets, fresh)
  return null
}
