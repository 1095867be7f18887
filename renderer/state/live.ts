import { create } from 'zustand'
import type { Failure } from '../../shared/result.ts'

export type LinkState = 'connecting' | 'live' | 'lost'

interface Live {
  state: LinkState
  /** Why the engine cannot start; null while it is restarting. */
  failure: Failure | null
  /** How often the engine came back; the page announces each return once. */
  returns: number
  /** The queue has changed elsewhere, and the change is not shown yet. */
  pending: boolean
  /** Rows that have come in above the selected one and are not shown yet. */
  above: number
  /** Changes were heard of that are not on screen yet. */
  behind: boolean
  /** A list is on screen whose rows must not move while somebody works in it. */
  steady: boolean
  show: () => void
  set: (state: LinkState, failure?: Failure | null) => void
  announce: (pending: boolean) => void
  count: (above: number) => void
  fallBehind: (behind: boolean) => void
  hold: (steady: boolean) => void
  offer: (show: () => void) => void
}

/** The page's connection to the engine. Holds no rows. */
export const useLive = create<Live>()(set => ({
  state: 'connecting',
  failure: null,
  returns: 0,
  pending: false,
  above: 0,
  behind: false,
  steady: false,
  show: () => undefined,
  set: (state, failure = null) =>
    set(was => ({ state, failure, returns: was.state === 'lost' && state === 'live' ? was.returns + 1 : was.returns })),
  announce: pending => set(was => (was.pending === pending ? was : { pending, ...(pending ? {} : { above: 0 }) })),
  count: above => set({ above }),
  fallBehind: behind => set(was => (was.behind === behind ? was : { behind })),
  hold: steady => set({ steady }),
  offer: show => set({ show }),
}))
