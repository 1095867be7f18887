import { fail, ok, type Result } from '../../../shared/result.ts'
import { restConfigSchema } from '../../../shared/source/manifest.ts'
import { MINUTE } from '../../../shared/trigger/duration.ts'
import { findManifest, signInRest } from '../../source/door.ts'
import { sourceById } from '../../sync/door.ts'
import type { ConnectedDeps } from './connected.ts'
import { secretsOf } from './source-secrets.ts'

export interface SourceSignIn {
  /** The page to open in the system's browser; the tokens are kept when the person comes back. */
  begin(sourceId: number): Promise<Result<{ url: string }>>
  /** How it went: still waiting, done, or what went wrong; null where none was begun. */
  standing(sourceId: number): { waiting: boolean; problem: string | null } | null
  /** The pages of those that wait for a person. */
  pages(): string[]
  close(): void
}

/** A person who has not come back by then has changed his mind. */
const PATIENCE = 10 * MINUTE

/** Signing in to sources through the browser, one at a time for each source. */
export function createSourceSignIn(deps: ConnectedDeps & { signedIn(sourceId: number): void }): SourceSignIn {
  const begun = new Map<number, { stop: AbortController; page: string; waiting: boolean; problem: string | null }>()
  return {
    async begin(sourceId) {
      const row = deps.read.get(sourceById(sourceId))
      if (row?.kind !== 'rest')
        return fail(
          'not_found',
          'There is nothing to sign in to.',
          `Source ${sourceId} has no manifest.`,
          'Check the list of sources.',
        )
      const config = restConfigSchema.parse(JSON.parse(row.config))
      const manifest = await findManifest(deps.dir, config.manifest)
      if (!manifest.ok) return manifest
      begun.get(sourceId)?.stop.abort()
      const entry = { stop: new AbortController(), page: '', waiting: true, problem: null as string | null }
      const { wall } = deps.clock
      const secrets = secretsOf(deps.secrets, sourceId)
      const signIn = await signInRest(manifest.value, config, { secrets, wall, signal: entry.stop.signal })
      if (!signIn.ok) return signIn
      entry.page = signIn.value.url
      begun.set(sourceId, entry)
      const cancel = deps.timer(PATIENCE, () => entry.stop.abort())
      signIn.value.done
        .then(trouble => {
          entry.problem = trouble?.why ?? null
          if (!trouble) deps.signedIn(sourceId)
        })
        .catch(() => {
          entry.problem = 'The sign-in could not be completed.'
        })
        .finally(() => {
          entry.waiting = false
          cancel()
        })
      return ok({ url: signIn.value.url })
    },
    standing(sourceId) {
      const entry = begun.get(sourceId)
      return entry ? { waiting: entry.waiting, problem: entry.problem } : null
    },
    pages: () => [...begun.values()].flatMap(({ waiting, page }) => (waiting ? [page] : [])),
    close: () => {
      for (const { stop } of begun.values()) stop.abort()
    },
  }
}
