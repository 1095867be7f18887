import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Manifest, RestConfig } from '../../../shared/source/manifest.ts'
import { createHttp } from '../../http/http.ts'
import { beginSignIn, type SignIn } from '../../http/sign-in.ts'
import { remapped } from '../../record/mapping/map-items.ts'
import {
  type Connected,
  type ConnectedKind,
  type OpenDeps,
  type SecretNeed,
  SourceFailure,
  type StreamAsk,
} from '../../record/page.ts'
import { createWalkApart, walkingOf } from './apart/apart.ts'
import type { AskSource, NextAsk } from './ask.ts'
import { ignoredTime } from './ignored-time.ts'
import { findManifest } from './manifests.ts'
import type { StreamPlan } from './plan.ts'
import { openPlans, type RestDeps } from './plans.ts'
import { compileRequest } from './request.ts'
import { authOf, fillSettings } from './settings.ts'
import { createStream } from './stream.ts'

/** Sources that are read over HTTP by a manifest. */
export const restKind: ConnectedKind<RestConfig> = {
  async secrets(config, dir) {
    const manifest = await findManifest(dir, config.manifest)
    return manifest.ok ? ok(secretsOf(manifest.value)) : manifest
  },
  async open(config, deps) {
    const manifest = await findManifest(deps.dir, config.manifest)
    return manifest.ok ? openRest(manifest.value, config, { ...deps, apart: true }) : manifest
  },
}

/** The credentials that a manifest needs from a person. */
export const secretsOf = ({ secrets }: Manifest): SecretNeed[] =>
  secrets.map(({ key, label }) => ({ name: key, label, optional: false }))

/** Opens a source by a manifest that was checked. */
export function openRest(
  manifest: Manifest,
  config: Pick<RestConfig, 'settings' | 'streams' | 'allowedHosts'>,
  deps: RestDeps,
): Result<Connected> {
  const filled = fillSettings(manifest, config.settings)
  if (!filled.ok) return filled
  const ready = filled.value
  const next: NextAsk = { free: 0 }
  const { http, ask, plans } = openPlans(ready, config, deps, { next })
  const { secrets, wall, limits = {}, apart: isApart = false } = deps
  const { allowedHosts } = config
  const apart = isApart
    ? createWalkApart({ manifest: ready, config: { allowedHosts }, limits }, { secrets, wall, next })
    : null
  return ok({
    streams: plans.map(plan => createStream(plan, walkingOf(plan, apart))),
    test: signal => testSource(ready, plans, ask, signal),
    close: async () => {
      await Promise.all([http.close(), apart?.close()])
    },
    reconvert: (stream, raw) => reconvert(plans, stream, raw),
  })
}

/** Begins signing in through the browser, for a manifest whose system gives tokens that way. */
export async function signInRest(
  manifest: Manifest,
  config: Pick<RestConfig, 'settings' | 'allowedHosts'>,
  deps: Pick<OpenDeps, 'secrets' | 'wall'> & { signal: AbortSignal },
): Promise<Result<SignIn>> {
  const filled = fillSettings(manifest, config.settings)
  if (!filled.ok) return filled
  const { auth, name } = filled.value
  const to = auth.kind === 'oauth2' ? auth.authorizeUrl : undefined
  const own = authOf(filled.value)
  if (auth.kind !== 'oauth2' || own.kind !== 'oauth2' || to === undefined)
    return fail(
      'refused',
      `${name} needs a sign-in.`,
      'The manifest names no sign-in page.',
      'Enter the credentials instead.',
    )
  const http = createHttp({ allowedHosts: config.allowedHosts })
  try {
    const port = auth.redirectPort === undefined ? {} : { port: auth.redirectPort }
    const begun = await beginSignIn(own, { authorizeUrl: to, ...port }, { ...deps, http })
    return ok({ ...begun, done: begun.done.finally(() => http.close()) })
  } catch {
    await http.close()
    return fail(
      'io',
      `The sign-in to ${name} could not begin.`,
      `Port ${auth.redirectPort ?? ''} is in use.`,
      'Close the program that uses this port.',
    )
  }
}

/** Asks for the first page of each stream and keeps nothing. */
async function testSource(
  manifest: Manifest,
  plans: readonly StreamPlan[],
  ask: AskSource,
  signal: AbortSignal,
): ReturnType<Connected['test']> {
  const options = { signal, say: () => {} }
  try {
    if (manifest.test) {
      const request = compileRequest(manifest.test, manifest.baseUrl, manifest.headers)({ since: null, until: null })
      if (request) await ask(request, { ...options, absent: [] })
    }
  } catch (error) {
    if (error instanceof SourceFailure) return { ok: false, message: inWords(error), streams: [] }
    throw error
  }
  const streams: { name: string; problem: string | null }[] = []
  const warnings: string[] = []
  for (const plan of plans) {
    const { problem, warning } = await firstLook(plan, options)
    if (problem?.scope === 'source') return { ok: false, message: inWords(problem), streams }
    streams.push({ name: plan.name, problem: problem && inWords(problem) })
    if (warning !== null) warnings.push(` ${plan.name}: ${warning}`)
  }
  const bad = streams.filter(({ problem }) => problem !== null)
  const message =
    bad.length === 0
      ? `${manifest.name} answers: ${streams.map(stream => stream.name).join(', ')}.`
      : `${manifest.name} answers, but not for ${bad.map(stream => stream.name).join(', ')}.`
  return { ok: bad.length === 0, message: message + warnings.join(''), streams }
}

/** What keeps a stream from being read, or what a person should look into although it can be. */
async function firstLook(
  plan: StreamPlan,
  options: Pick<StreamAsk, 'signal' | 'say'>,
): Promise<{ problem: SourceFailure | null; warning: string | null }> {
  const now = plan.wall()
  // The last day is enough to see whether it answers, and asks little of the source.
  const since = Math.max(0, now - 86_400_000)
  const scope = { since: plan.writeTime(since), until: plan.writeTime(now) }
  try {
    const { items } = await (plan.parent ?? plan.page)(scope, null, options)
    return { problem: null, warning: plan.parent ? null : ignoredTime(plan, since, items) }
  } catch (error) {
    if (error instanceof SourceFailure) return { problem: error, warning: null }
    throw error
  }
}

const inWords = ({ failure: { what, why, todo } }: SourceFailure): string => `${what} ${why} ${todo}`.trim()

/** The mapping of today over an item that was put aside. */
function reconvert(plans: readonly StreamPlan[], stream: string, raw: string) {
  const plan = plans.find(candidate => candidate.name === stream)
  if (!plan) return { reason: `There is no stream “${stream}” any more.`, column: null }
  return remapped(plan.again, raw)
}
