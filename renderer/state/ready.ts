import { useEffect } from 'react'

/** Marks the document once the first screen has its data, for tests and the start-up measurement. */
export function useReady(ready: boolean): void {
  useEffect(() => {
    if (!ready || document.documentElement.dataset.ready) return
    document.documentElement.dataset.ready = 'true'
    performance.mark('data-ready')
  }, [ready])
}
