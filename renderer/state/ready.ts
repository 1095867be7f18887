import { useEffect } from 'react'

/** Tells whoever waits outside (tests, the start-up measurement) that the first screen has its data. */
export function useReady(ready: boolean): void {
  useEffect(() => {
    if (ready) document.documentElement.dataset.ready = 'true'
  }, [ready])
}
