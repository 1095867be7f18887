import { contract } from '../../shared/contract/contract.ts'
import { useLive } from '../state/live.ts'
import type { Engine } from './client.tsx'
import { mayMove } from './gate.ts'
import { readsByPath, stalePaths } from './invalidation.ts'

/** Least milliseconds between two refreshes, since a bulk load announces changes a hundred times a second. */
const PACE_MS = 200
const RETRY_MS = 800
/** Lists whose rows must not move while somebody works in them. */
const STEADY = new Set(['queue.list', 'queue.counts'])

/**
 *   changes ─▶ tables ─▶ stale calls ─┬─▶ invalidate at once
 *                                     └─▶ the queue's list while somebody works in it: announce, then apply
 *
 * Runs until the signal aborts. When the stream breaks everything is stale, because notices may have been missed.
 */
export function followChanges(engine: Engine, signal: AbortSignal): void {
  const reads = readsByPath(contract)
  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  // While the first data is loading, and behind the welcome screen, nobody works on a row.
  const filling = () =>
    engine.queries.getQueryData(engine.api.workspace.info.queryKey())?.firstRun === true ||
    engine.queries
      .getQueryData(engine.api.task.list.queryKey())
      ?.some(task => task.kind === 'sample' && task.state === 'running') === true

  const invalidate = (path: string) => void engine.queries.invalidateQueries({ queryKey: [path.split('.')] })
  const flush = () => {
    timer = undefined
    const steady = useLive.getState().steady && !filling() && !mayMove(Date.now(), engine.activity)
    for (const path of waiting) {
      if (steady && STEADY.has(path)) continue
      waiting.delete(path)
      invalidate(path)
    }
    useLive.getState().announce(waiting.size > 0)
    if (waiting.size > 0) timer = setTimeout(flush, 1_000)
  }
  const hear = (tables: readonly string[]) => {
    for (const path of stalePaths(reads, tables)) waiting.add(path)
    timer ??= setTimeout(flush, timerDelay())
  }
  let last = 0
  const timerDelay = () => {
    const now = Date.now()
    const wait = Math.max(0, last + PACE_MS - now)
    last = now + wait
    return wait
  }
  useLive.getState().offer(() => {
    engine.activity.command = Date.now()
    clearTimeout(timer)
    flush()
  })

  const listen = async () => {
    const stream = await engine.client.changes(undefined, { signal })
    if (useLive.getState().state === 'lost') void engine.queries.invalidateQueries()
    useLive.getState().set('live')
    for await (const { tables } of stream) hear(tables)
  }
  const loop = async () => {
    while (!signal.aborted) {
      await listen().catch(() => undefined)
      if (signal.aborted) return
      useLive.getState().set('lost', useLive.getState().failure)
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
  }
  void loop()
}
