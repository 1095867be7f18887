import { useLayoutEffect, useRef } from 'react'
import type { StoreApi, UseBoundStore } from 'zustand'
import { useWorkspace } from '../now.ts'

/** A store of the page: takes what is in it, and answers how to put that back. */
interface Shelf {
  take(): () => void
  empty(): void
}

const shelves: Shelf[] = []
/** What was on the shelves, by the folder of the workspace. */
const kept = new Map<string, readonly (() => void)[]>()

/** Makes a store one of the workspace that is open: in another one, issue 12 is somebody else's. */
export function ofWorkspace<T>(store: UseBoundStore<StoreApi<T>>): UseBoundStore<StoreApi<T>> {
  shelves.push({
    take: () => {
      const state = store.getState()
      return () => store.setState(state, true)
    },
    empty: () => store.setState(store.getInitialState(), true),
  })
  return store
}

/** Puts away what is kept of one workspace, and puts back what was kept of the other. Both are folders. */
export function turnWorkspace(from: string, to: string): void {
  kept.set(
    from,
    shelves.map(shelf => shelf.take()),
  )
  const before = kept.get(to) ?? []
  for (const [n, shelf] of shelves.entries()) (before[n] ?? shelf.empty)()
}

/** Turns when the engine has opened another workspace, whichever window asked for it. */
export function useTurnWorkspace(): void {
  const dir = useWorkspace().data?.dir
  const shown = useRef(dir)
  useLayoutEffect(() => {
    if (dir === undefined) return
    if (shown.current !== undefined && shown.current !== dir) turnWorkspace(shown.current, dir)
    shown.current = dir
  }, [dir])
}
