import { useEffect } from 'react'

/** What a start waits for: the list with its data, and what is asked at a first run, which takes the keys. */
const missing = new Set<'list' | 'question'>(['list', 'question'])

/** Marks the document once the first screen has its data and takes keys, for tests and the start-up measurement. */
export function useReady(part: 'list' | 'question', ready: boolean): void {
  useEffect(() => {
    if (!ready || !missing.delete(part) || missing.size > 0) return
    document.documentElement.dataset.ready = 'true'
    performance.mark('data-ready')
  }, [part, ready])
}
