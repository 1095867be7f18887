import { onTestFinished } from 'vitest'
import { createEngine, type Engine, type EngineDeps } from '../../main/engine/engine.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import type { CheckedKind, ConnectedKinds } from '../../main/engine/sources/source-kinds.ts'
import type { Connected, OpenDeps, SecretNeed } from '../../main/record/page.ts'
import { addSource } from '../../main/sync/commands.ts'
import { ok, type Result, unwrap } from '../../shared/result.ts'
import { tempFolder } from './temp-folder.ts'

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

/** An engine in a folder of its own, whose machine time a test moves. */
export async function anEngine(kinds: ConnectedKinds, more: Partial<EngineDeps> = {}) {
  const time = { now: Date.UTC(2025, 0, 10) }
  let n = 0
  const engine = unwrap(
    await createEngine({
      dir: tempFolder(),
      create: { name: 'Test', sample: null },
      secrets: environmentSecrets({}),
      actor: 'ada',
      device: 'desk',
      wall: () => time.now,
      ids: () => `id-${++n}`,
      random: () => 0.5,
      background: true,
      kinds,
      ...more,
    }),
  )
  onTestFinished(() => engine.close())
  return { engine, time }
}

export async function aRestSource(engine: Engine, name: string): Promise<number> {
  const config = { manifest: name.toLowerCase(), settings: {} }
  return unwrap(await engine.decide(addSource, { name, kind: 'rest', config })).value.sourceId
}
