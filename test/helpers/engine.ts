import { onTestFinished } from 'vitest'
import { createEngine, type Engine, type EngineDeps } from '../../main/engine/engine.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import { unwrap } from '../../shared/result.ts'
import { putEmptyCache } from './empty-cache.ts'
import { tempFolder } from './temp-folder.ts'

/** What an engine is opened with: a folder of its own, machine time that the test moves, nothing in the background. */
export function engineDeps(more: Partial<EngineDeps> = {}): { deps: EngineDeps; time: { now: number } } {
  const time = { now: Date.UTC(2025, 0, 10) }
  let n = 0
  const deps: EngineDeps = {
    dir: tempFolder(),
    create: { name: 'Test', sample: null },
    secrets: environmentSecrets({}),
    actor: 'ada',
    device: 'desk',
    wall: () => time.now,
    ids: () => `id-${++n}`,
    random: () => 0.5,
    background: false,
    ...more,
  }
  if (deps.create) putEmptyCache(deps.dir)
  return { deps, time }
}

/** An engine that is closed when the test ends. */
export async function anEngine(more: Partial<EngineDeps> = {}): Promise<{ engine: Engine; time: { now: number } }> {
  const { deps, time } = engineDeps(more)
  const engine = unwrap(await createEngine(deps))
  onTestFinished(() => engine.close())
  return { engine, time }
}
