import { notifyManager, QueryObserver } from '@tanstack/react-query'
import { useFetching } from '../state/desk/fetching.tsx'
import { useLive } from '../state/live.ts'
import type { Engine } from './client.tsx'

/**
 * Says on `element`, as `data-idle`, whether everything has come to rest: the engine has nothing left to do, and what it
 * has done is on screen. End-to-end tests read it, as they read `data-ready`.
 *
 * It turns false at once, within the very call that asks the engine for something, and true only after the last answer
 * has been drawn.
 */
export function tellIdle(engine: Engine, element: HTMLElement): void {
  const { queries } = engine
  const idle = engine.api.task.idle.queryOptions()
  const isIdle = () => {
    const { state, behind } = useLive.getState()
    if (state !== 'live' || behind || useFetching.getState().places > 0) return false
    if (queries.isFetching() + queries.isMutating() > 0) return false
    return queries.getQueryData(idle.queryKey)?.idle === true
  }
  let isSaid = false
  let hasHappened = false
  let isLooking = false
  const say = (answer: boolean) => {
    isSaid = answer
    element.dataset.idle = String(answer)
  }
  // Answers reach the screen in the next turn, and what appears there may ask for more in the turn after.
  const lookSoon = () => notifyManager.schedule(() => setTimeout(() => setTimeout(look)))
  const look = () => {
    if (hasHappened) {
      hasHappened = false
      return lookSoon()
    }
    isLooking = false
    if (isIdle()) say(true)
  }
  // A key press makes hundreds of events, and to look goes through all answers that are kept. So it is looked at once only
  // where something may have been asked, and while it is known to be busy, events only put off the next look.
  const tell = (mayAsk = true) => {
    if (isSaid && mayAsk && !isIdle()) say(false)
    hasHappened = true
    if (isSaid || isLooking) return
    isLooking = true
    lookSoon()
  }
  say(false)
  queries.getMutationCache().subscribe(event => {
    // A decision may give the engine work: what was said before is no answer any more.
    if (event.type === 'updated' && (event.action.type === 'success' || event.action.type === 'error'))
      void queries.invalidateQueries({ queryKey: idle.queryKey })
    tell()
  })
  queries.getQueryCache().subscribe(({ type }) => tell(type === 'updated'))
  useLive.subscribe(() => tell())
  useFetching.subscribe(() => tell())
  new QueryObserver(queries, idle).subscribe(() => {})
}
