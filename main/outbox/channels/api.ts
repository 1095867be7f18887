import type { Clock } from '../../../shared/clock.ts'
import type { ChannelManifest } from '../../../shared/outbox/channel-manifest.ts'
import { type Outgoing, type OutgoingMessage, unsureWords } from '../../../shared/outbox/outgoing.ts'
import type { Call, ManifestAuth } from '../../../shared/outbox/request.ts'
import { parseDuration, SECOND } from '../../../shared/trigger/duration.ts'
import type { Auth, Secrets } from '../../http/auth.ts'
import { authorise } from '../../http/authorise.ts'
import { createHttp, type HttpOptions } from '../../http/http.ts'
import { type Meaning, meaningOf } from './answer.ts'
import type { Channel, Ending, Reconciled } from './channel.ts'
import type { Access } from './channel-manifest-problems.ts'
import { settingAtFault } from './example.ts'
import { compileRequest, renderText, Unfit, type Values } from './template.ts'

/** What a channel over somebody's web interface is made of. */
export interface ApiDeps {
  manifest: ChannelManifest
  settings: Record<string, string>
  secrets: Secrets
  /** The name under which its secret lies there. */
  secret: string
  /** Hosts that an admin allowed by name although they are private. */
  allowedHosts: readonly string[]
  clock: Pick<Clock, 'wall'>
  http?: HttpOptions
}

/** An answer to a message is small; more is a mistake or an attack. */
const MAX_BYTES = 2_000_000

/** Asks and orders by templates, and says what the answer means. `before` is awaited before the first byte leaves. */
export type CallApi = (call: Call, values: Values, options: AskOptions) => Promise<Meaning>
interface AskOptions {
  signal: AbortSignal
  before?: () => Promise<void>
  /** Headers that no template can set. */
  headers?: Record<string, string>
}

/** The part that resolutions share: a client that proves who asks, and templates read once. */
export function asker(access: Access, auth: Auth, deps: Omit<ApiDeps, 'manifest' | 'secret'>) {
  const http = createHttp({
    allowedHosts: deps.allowedHosts,
    maxBytes: MAX_BYTES,
    totalMs: 60 * SECOND,
    idleMs: 30 * SECOND,
    ...deps.http,
  })
  const client = authorise(auth, { http, secrets: deps.secrets, wall: deps.clock.wall })
  const compiled = new Map<Call, ReturnType<typeof compileRequest>>()
  const ask: CallApi = async (call, values, { signal, before, headers }) => {
    const template = compiled.get(call) ?? compileRequest(call.request)
    compiled.set(call, template)
    let request: ReturnType<typeof template.build>
    try {
      request = template.build(values)
    } catch (error) {
      if (error instanceof Unfit) return notBuilt(access, call, deps.settings, error.message)
      throw error
    }
    await before?.()
    const outcome = await client.request({ ...request, headers: { ...request.headers, ...headers }, signal })
    return meaningOf(call, outcome, access.name, deps.clock.wall())
  }
  return { ask, close: () => http.close() }
}

/** A message that fits no request is refused; a setting that fits none keeps every message waiting until it is corrected. */
function notBuilt({ name, settings }: Access, { request }: Call, values: Values, why: string): Meaning {
  const fault = settingAtFault(request, values)
  if (!fault) return { means: 'refused', id: null, why, afterMs: null }
  const label = settings.find(setting => setting.name === fault.setting)?.label
  const place = label === undefined ? 'as it is set up' : `with “${label}” from its settings`
  return { means: 'away', id: null, why: `${name} cannot be asked ${place}: ${why}`, afterMs: null }
}

/** The manifest's way to sign in, in the client's words. */
export function authOf(auth: ManifestAuth, secret: string, settings: Record<string, string>): Auth {
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' }
    case 'bearer':
      return { kind: 'bearer', secret }
    case 'basic':
      return auth.user === undefined
        ? { kind: 'basic', userSecret: secret, password: auth.password ?? '' }
        : { kind: 'basic', user: renderText(auth.user, { settings }), secret }
    case 'api_key':
      return { kind: 'api_key', in: 'header', name: auth.header, prefix: auth.prefix ?? '', secret }
  }
}

/** Why no user name comes of the settings; null where one does, or none is needed. */
export function signInProblem(auth: ManifestAuth, settings: Record<string, string>): string | null {
  try {
    authOf(auth, '', settings)
    return null
  } catch (error) {
    if (error instanceof Unfit) return error.message
    throw error
  }
}

/**
 *   find the recipient ─▶ beforeCommit ─▶ request ─▶ answer
 *   └─ fails: later ──┘                   └─ lost after it may have arrived: unsure, found out by the key if it can be
 */
export function apiChannel(deps: ApiDeps): Channel {
  const { manifest, settings } = deps
  const { ask, close } = asker(manifest, authOf(manifest.auth, deps.secret, settings), deps)
  const { key: promise } = manifest.message

  const send: Channel['send'] = async (out, before, signal) => {
    if (out.type !== 'message') return { ending: 'refused', why: `${manifest.name} can only deliver messages.` }
    const found = await recipientOf(manifest, ask, valuesOf(out, settings), signal)
    if ('ending' in found) return found
    const headers = promise?.header ? { [promise.header]: out.key } : {}
    const values = { ...valuesOf(out, settings), recipient: found.id }
    return endingOf(await ask(manifest.message, values, { signal, before, headers }))
  }
  const lookup = promise?.lookup
  const reconcile =
    lookup &&
    (async (out: Outgoing, signal: AbortSignal) =>
      out.type === 'message'
        ? foundOf(await ask(lookup, valuesOf(out, settings), { signal }))
        : { found: 'unknown' as const })

  return {
    name: manifest.id,
    send,
    ...(reconcile && { reconcile }),
    repeatableFor: parseDuration(promise?.repeatableFor ?? '') ?? 0,
    settles: parseDuration(promise?.settles ?? '') ?? 0,
    test: () => tested(ask, manifest, settings),
    close,
  }
}

/** Asks what its manifest names as a test: whether the system answers and accepts the sign-in. */
export async function tested(
  ask: CallApi,
  { name, test }: { name: string; test: Call },
  settings: Record<string, string>,
): Promise<{ ok: boolean; message: string }> {
  const { means, why } = await ask(test, { settings }, { signal: AbortSignal.timeout(30 * SECOND) })
  return means === 'sent'
    ? { ok: true, message: `${name} answers and accepts the sign-in.` }
    : { ok: false, message: why }
}

const valuesOf = (
  { key, to, subject, text, html, values }: OutgoingMessage,
  settings: Record<string, string>,
): Values => ({
  message: { key, subject, text, html },
  key,
  to,
  settings,
  values: values ?? {},
})

async function recipientOf(
  manifest: ChannelManifest,
  ask: CallApi,
  values: Values,
  signal: AbortSignal,
): Promise<{ id: string } | Ending> {
  if (!manifest.recipient) return { id: (values.to as OutgoingMessage['to']).address }
  const meaning = await ask(manifest.recipient, values, { signal })
  if (meaning.means === 'sent' && meaning.id !== null) return { id: meaning.id }
  if (meaning.means === 'none' || meaning.means === 'refused') return { ending: 'refused', why: meaning.why }
  // Nothing was ordered yet, so whatever became of the question, it can be asked again.
  if (meaning.means === 'sent')
    return { ending: 'refused', why: `${manifest.name} does not say whose credentials these are.` }
  if (meaning.means === 'unsure') return { ending: 'later', why: meaning.why, afterMs: meaning.afterMs }
  return endingOf(meaning)
}

/** One of the four endings of a send. */
export function endingOf({ means, id, why, afterMs }: Meaning, kind: Outgoing['type'] = 'message'): Ending {
  switch (means) {
    case 'sent':
      return { ending: 'sent', providerId: id }
    // A server that asks for patience means all of us, not this message.
    case 'later':
    case 'away':
      return { ending: 'later', why, afterMs, down: true }
    case 'unsure':
      return { ending: 'unsure', why: `${why} ${capital(unsureWords(kind))}.` }
    case 'refused':
    case 'none':
      return { ending: 'refused', why }
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What the provider knows of a key. */
export function foundOf({ means, id, why, afterMs }: Meaning): Reconciled {
  if (means === 'sent') return id === null ? { found: 'unknown' } : { found: 'sent', providerId: id }
  if (means === 'none') return { found: 'not_sent' }
  if (means === 'away' || means === 'later') return { found: 'later', why, afterMs, down: true }
  return means === 'refused' ? { found: 'unknown' } : { found: 'later', why, afterMs }
}
