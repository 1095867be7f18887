import type { Engine, EngineDeps } from '../../main/engine/engine.ts'
import type { CheckedKind, ConnectedKinds } from '../../main/engine/sources/source-kinds.ts'
import type { Connected, OpenDeps, SecretNeed } from '../../main/record/page.ts'
import { addSource } from '../../main/sync/commands.ts'
import { ok, type Result, unwrap } from '../../shared/result.ts'
import { anEngine as aPlainEngine } from './engine.ts'

/** A kind of source that opens what a test hands it. Its settings are whatever REST settings are. */
export function aKind(
  open: (config: unknown, deps: OpenDeps) => Connected | Result<Connected> | Promise<Result<Connected>>,
  needs: readonly SecretNeed[] = [],
): CheckedKind {
  return {
    secrets: async () => ok(needs),
    open: async (config, deps) => {
      const opened = await open(config, deps)
      return 'streams' in opened ? ok(opened) : opened
    },
  }
}

/** An engine that reads sources of these kinds in the background. */
export const anEngine = (kinds: ConnectedKinds, more: Partial<EngineDeps> = {}) =>
  aPlainEngine({ kinds, background: true, ...more })

export async function aRestSource(engine: Engine, name: string): Promise<number> {
  const config = { manifest: name.toLowerCase(), settings: {} }
  return unwrap(await engine.decide(addSource, { name, kind: 'rest', config })).value.sourceId
}
