import { useLive } from '../state/live.ts'
import { useSelection } from '../state/selection.ts'
import type { Engine } from './client.tsx'
import { mayMove } from './gate.ts'
import { keepsPlaces, refreshInPlace } from './in-place.ts'
import { type ChangedPage, newAbove } from './new-above.ts'
import { createPacer } from './pace.ts'

const RETRY_MS = 800

/**
 *   changes ─▶ stale calls ─┬─▶ asked again, at a pace
 *                           └─▶ the queue's list while somebody works in it: only if its rows keep their places
 *
 * Runs until the signal aborts. When the stream breaks everything is stale, because notices may have been missed.
 */
export function followChanges(engine: Engine, signal: AbortSignal): void {
  // While the first data is loading, and behind the welcome screen, nobody works on a row.
  const filling = () =>
    engine.queries.getQueryData(engine.api.workspace.info.queryKey())?.firstRun === true ||
    engine.queries
      .getQueryData(engine.api.task.list.queryKey())
      ?.some(task => task.kind === 'sample' && task.state === 'running') === true
  const underHand = () => useLive.getState().steady && !filling() && !mayMove(Date.now(), engine.activity)

  const noteNew = (pages: readonly ChangedPage[]) =>
    useLive.getState().count(newAbove(pages, useSelection.getState().id))

  const pacer = createPacer({
    ask: async path => {
      if (keepsPlaces(path) && underHand()) return refreshInPlace(engine.queries, path, noteNew)
      const asked = { queryKey: [path.split('.')] }
      // TanStack does not ask twice for a first answer, and this one may have been made before the change.
      const first = engine.queries.isFetching({ ...asked, predicate: ({ state }) => state.data === undefined }) > 0
      await engine.queries.invalidateQueries(asked)
      if (first) await engine.queries.invalidateQueries(asked)
      return true
    },
    onHeld: held => useLive.getState().announce(held),
    onBehind: behind => useLive.getState().fallBehind(behind),
    now: () => Date.now(),
    later: (ms, run) => void setTimeout(run, ms),
  })
  useLive.getState().offer(() => {
    engine.activity.command = Date.now()
    pacer.hurry()
  })

  const listen = async () => {
    const stream = await engine.client.changes(undefined, { signal })
    if (useLive.getState().state === 'lost') void engine.queries.invalidateQueries()
    useLive.getState().set('live')
    for await (const { calls } of stream) pacer.stale(calls)
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
