import { useEffect, useLayoutEffect } from 'react'
import { create } from 'zustand'

/** How many places of the page wait for their code, or are about to ask for something. */
export const useFetching = create<{ places: number }>()(() => ({ places: 0 }))

const count = (by: number) => useFetching.setState(({ places }) => ({ places: places + by }))

/**
 * What is shown in a place whose code is still being fetched: nothing. While it is there, the page is not at rest, because
 * what comes in its place will ask for its data.
 */
export function Fetching() {
  useWaitingPlace(true)
  return null
}

/** While `isWaiting`, this place is about to ask for something: the page is not at rest. */
export function useWaitingPlace(isWaiting: boolean): void {
  useLayoutEffect(() => {
    if (isWaiting) count(1)
  }, [isWaiting])
  // Only after the effects of what the wait was for, which ask for data: React runs them in the same go.
  useEffect(() => (isWaiting ? () => count(-1) : undefined), [isWaiting])
}
