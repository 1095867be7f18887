import { type ComponentType, useEffect, useState } from 'react'
import { Fetching } from './fetching.tsx'

/** A part of the page whose code comes later: when it is first drawn, or before that by `fetch`. */
export type Later<P> = ComponentType<P> & { fetch: () => Promise<void> }

/**
 * Draws a part as soon as its code is there, and `Waiting` until then. React's own `lazy` keeps what is shown meanwhile for
 * 300 ms (`FALLBACK_THROTTLE_MS` in react-dom), also where the code was fetched long before. What cannot be fetched is thrown to the
 * nearest boundary, and asked for once more when the part is drawn by a new attempt.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Waiting: ComponentType = Fetching,
): Later<P> {
  let part: ComponentType<P> | null = null
  const fetch = async () => {
    part ??= await load()
  }
  function Part(props: P) {
    const Drawn = part
    const [failure, fail] = useState<{ error: unknown } | null>(null)
    const [, redraw] = useState(0)
    const waits = Drawn === null && failure === null
    useEffect(() => {
      if (!waits) return
      let isGone = false
      fetch().then(
        () => (isGone ? undefined : redraw(n => n + 1)),
        (error: unknown) => (isGone ? undefined : fail({ error })),
      )
      return () => {
        isGone = true
      }
    }, [waits])
    if (failure) throw failure.error
    return Drawn ? <Drawn {...props} /> : <Waiting />
  }
  return Object.assign(Part, { fetch })
}
