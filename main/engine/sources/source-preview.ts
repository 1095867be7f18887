import { FailureError, fail, ok, type Result } from '../../../shared/result.ts'
import type { SourcePreview, SourcePreviewAsk } from '../../../shared/source/manifest-view.ts'
import { isConnected } from '../../../shared/source/source-config.ts'
import type { Connected, OpenDeps } from '../../record/page.ts'
import { checkManifest, openRest, previewConnected } from '../../source/door.ts'
import { sourceById, startWatch } from '../../sync/door.ts'
import { type ConnectedDeps, sleeper } from './connected.ts'
import { discreet, secretsOf, typedSecrets } from './source-secrets.ts'

/** Longer than a person wants to wait; sources with many streams answer slowly, ms. */
const DEADLINES = { totalMs: 120_000, idleMs: 120_000 }

/** Looks at the first records of a source that is connected, is about to be, or whose manifest is being written. */
export async function previewSource(deps: ConnectedDeps, ask: SourcePreviewAsk): Promise<Result<SourcePreview>> {
  const kept = 'sourceId' in ask && ask.sourceId ? secretsOf(deps.secrets, ask.sourceId) : null
  const { secrets, clean } = discreet(typedSecrets(ask.secrets, kept))
  const { wall } = deps.clock
  const open: OpenDeps = { secrets, dir: deps.dir, wall, random: deps.random, sleep: sleeper(deps.timer) }
  const watch = startWatch(new AbortController().signal, DEADLINES, deps.timer)
  try {
    const opened = await watch.guard(openAsked(deps, ask, open))
    if (!opened.ok) return opened
    const previews = await watch
      .guard(previewConnected(opened.value, ask.limit, watch.signal))
      .finally(() => opened.value.close().catch(() => {}))
    return ok(previews.map(({ problem, ...rest }) => ({ ...rest, problem: problem && clean(problem) })))
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    throw error
  } finally {
    watch.stop()
  }
}

async function openAsked(deps: ConnectedDeps, ask: SourcePreviewAsk, open: OpenDeps): Promise<Result<Connected>> {
  if ('manifest' in ask) {
    const { manifest, problems } = checkManifest(ask.manifest)
    const [first] = problems.filter(({ level }) => level === 'error')
    if (manifest) return openRest(manifest, ask, open)
    return fail('invalid', 'The manifest cannot be used.', `At ${first?.path}: ${first?.problem}.`, 'Correct it first.')
  }
  const known = 'kind' in ask ? ask : deps.read.get(sourceById(ask.sourceId))
  if (!known)
    return fail(
      'not_found',
      'There is no such source.',
      'The source may belong to another workspace.',
      'Check the list of sources.',
    )
  const kind = isConnected(known.kind) ? deps.kinds[known.kind] : undefined
  if (!kind)
    return fail(
      'refused',
      'There is nothing to preview.',
      `Sources of kind “${known.kind}” have no preview.`,
      'Sync the source instead.',
    )
  return kind.open('slug' in known ? JSON.parse(known.config) : known.config, open)
}
