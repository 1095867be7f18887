import { FailureError, fail, ok, type Result } from '../../../shared/result.ts'
import { isConnected, type SourceTest, type SourceTestAsk } from '../../../shared/source/source-config.ts'
import type { OpenDeps, SecretNeed } from '../../record/page.ts'
import { sourceById, startWatch, wordsOf } from '../../sync/door.ts'
import type { Changes } from '../open/changes.ts'
import { type ConnectedDeps, sleeper } from './connected.ts'
import type { CheckedKind } from './source-kinds.ts'
import { discreet, secretsOf, typedSecrets } from './source-secrets.ts'

/** Credentials of connected sources: kept by name, tested, never shown. */
export interface SourceAccess {
  /** Tries credentials and reach without reading data; says exactly what is missing. */
  test(ask: SourceTestAsk): Promise<Result<SourceTest>>
  /** Null forgets it. */
  setSecret(sourceId: number, name: string, value: string | null): Promise<Result<null>>
  /** What a source needs, and whether it is there. */
  secrets(sourceId: number): Promise<Result<(SecretNeed & { set: boolean })[]>>
  /** Forgets everything that a source of this number had: numbers are given again after a source was taken back. */
  forget(sourceId: number): Promise<void>
}

/** Longer than a person wants to wait, shorter than a server may take to say no, ms. */
const TEST = { totalMs: 60_000, idleMs: 60_000 }

export function createSourceAccess(
  deps: ConnectedDeps & { changes: Changes; signedIn(sourceId: number): void },
): SourceAccess {
  const stored = (id: number) => secretsOf(deps.secrets, id)

  const known = (sourceId: number): Result<{ kind: CheckedKind; config: unknown }> => {
    const row = deps.read.get(sourceById(sourceId))
    if (!row) return noSource(sourceId)
    const kind = isConnected(row.kind) ? deps.kinds[row.kind] : undefined
    return kind ? ok({ kind, config: JSON.parse(row.config) }) : withoutCredentials(row.kind)
  }

  const secrets: SourceAccess['secrets'] = async sourceId => {
    const source = known(sourceId)
    if (!source.ok) return source
    const needs = await source.value.kind.secrets(source.value.config, deps.dir)
    return needs.ok ? ok(await held(needs.value, stored(sourceId))) : needs
  }

  return {
    secrets,
    setSecret: async (sourceId, name, value) => {
      const needs = await secrets(sourceId)
      if (!needs.ok) return needs
      if (!needs.value.some(need => need.name === name)) return noSuchSecret(name, needs.value)
      await stored(sourceId).set(name, value)
      if (value !== null) deps.signedIn(sourceId)
      // A keychain is no table, but what shows whether it holds something reads this one.
      deps.changes.publish('changed', { tables: ['source'] })
      return ok(null)
    },
    forget: async sourceId => {
      const needs = await secrets(sourceId)
      for (const { name } of needs.ok ? needs.value : []) await stored(sourceId).set(name, null)
    },
    test: async ask => {
      const typed = typedSecrets(ask.secrets, ask.sourceId ? stored(ask.sourceId) : null)
      if (!('kind' in ask)) {
        const source = known(ask.sourceId)
        return source.ok ? testKind(deps, source.value.kind, source.value.config, typed) : source
      }
      const kind = deps.kinds[ask.kind]
      return kind ? testKind(deps, kind, ask.config, typed) : withoutCredentials(ask.kind)
    },
  }
}

const held = (needs: readonly SecretNeed[], secrets: OpenDeps['secrets']) =>
  Promise.all(needs.map(async need => ({ ...need, set: (await secrets.get(need.name)) !== null })))

async function testKind(
  deps: ConnectedDeps,
  kind: CheckedKind,
  config: unknown,
  kept: OpenDeps['secrets'],
): Promise<Result<SourceTest>> {
  const { secrets, clean } = discreet(kept)
  const needs = await kind.secrets(config, deps.dir)
  if (!needs.ok) return needs
  const missing = (await held(needs.value, secrets)).filter(need => !need.optional && !need.set)
  if (missing.length > 0) {
    const message = `Missing: ${missing.map(({ label }) => label).join(', ')}.`
    return ok({ ok: false, message, missing: missing.map(({ name }) => name), streams: [] })
  }
  const watch = startWatch(new AbortController().signal, TEST, deps.timer)
  const { wall } = deps.clock
  const open = { secrets, dir: deps.dir, wall, random: deps.random, sleep: sleeper(deps.timer) }
  try {
    const opened = await watch.guard(kind.open(config, open))
    if (!opened.ok) return ok(failed(clean(wordsOf(opened.error))))
    const answer = await watch
      .guard(opened.value.test(watch.signal))
      .finally(() => watch.guard(opened.value.close()).catch(() => {}))
    const streams = answer.streams.map(({ name, problem }) => ({ name, problem: problem && clean(problem) }))
    return ok({ ok: answer.ok, message: clean(answer.message), missing: [], streams })
  } catch (error) {
    if (error instanceof FailureError) return ok(failed(clean(wordsOf(error.failure))))
    throw error
  } finally {
    watch.stop()
  }
}

const failed = (message: string): SourceTest => ({ ok: false, message, missing: [], streams: [] })

const noSource = (id: number): Result<never> =>
  fail(
    'not_found',
    `There is no source ${id}.`,
    'The source may belong to another workspace.',
    'Check the list of sources.',
  )

const withoutCredentials = (kind: string): Result<never> =>
  fail(
    'refused',
    'There is nothing to test.',
    `A source of kind “${kind}” has no credentials.`,
    'Sync the source instead.',
  )

const noSuchSecret = (name: string, needs: readonly SecretNeed[]): Result<never> =>
  fail(
    'not_found',
    'The credential was not saved.',
    `This source needs no credential called “${name}”.`,
    needs.length > 0 ? `Set one of these: ${needs.map(need => need.name).join(', ')}.` : 'Nothing needs to be done.',
  )
