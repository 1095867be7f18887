import { useEffect, useRef, useState } from 'react'
import { askForEngine } from '../api/transport.ts'
import { useLive } from '../state/live.ts'

const NOTICE_MS = 6_000
/** A link that is lost for less than this is not mentioned, in ms. */
const GRACE_MS = 600

/**
 * Says that the engine is not answering, and later that it is back. `isShut`: no workspace is open, so that nothing can be said
 * of what was lost.
 */
export function LinkBar({ isShut = false }: { isShut?: boolean }) {
  const state = useLive(live => live.state)
  const failure = useLive(live => live.failure)
  const returns = useLive(live => live.returns)
  // A return of before this bar came is news no more: since then the workspace may have been salvaged, or failed for good.
  const known = useRef(returns)
  const [away, setAway] = useState(false)
  const [back, setBack] = useState(false)
  useEffect(() => {
    if (state !== 'lost') return setAway(false)
    const timer = setTimeout(() => setAway(true), GRACE_MS)
    return () => clearTimeout(timer)
  }, [state])
  useEffect(() => {
    if (returns === known.current) return
    known.current = returns
    setBack(true)
    const timer = setTimeout(() => setBack(false), NOTICE_MS)
    return () => clearTimeout(timer)
  }, [returns])
  if (away && failure)
    return (
      <div className="link-bar bad repair" role="alert">
        <span>
          <b>{failure.what}</b> {failure.why} {failure.todo}
        </span>
        <button type="button" className="btn small" onClick={askForEngine}>
          Try again
        </button>
      </div>
    )
  if (away)
    return (
      <div className="link-bar bad" role="alert">
        <b>The engine is not answering.</b> The figures on screen may be out of date. Everything you did is saved.
        Reconnecting …
      </div>
    )
  if (!back || isShut) return null
  return (
    <div className="link-bar" role="status">
      <b>The engine restarted.</b> Nothing was lost, and the figures are up to date.
    </div>
  )
}
