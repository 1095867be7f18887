import { useEffect } from 'react'

/** What a start waits for: the list with its data, and what is asked at a first run, which takes the keys. */
const missing = new Set<'list' | 'question'>(['list', 'question'])

let tellShown = () => {}
const shown = new Promise<void>(done => {
  tellShown = done
})
/** A start on another screen has no list: what can wait does not wait for longer, ms. */
const LONGEST = 2_000

/** Fetches what is hardly ever shown once the first screen has its data, so that it does not compete with it. */
export const afterFirst =
  <Code>(load: () => Promise<Code>): (() => Promise<Code>) =>
  async () => {
    await Promise.race([shown, new Promise(done => setTimeout(done, LONGEST))])
    return load()
  }

/** Marks the document once the first screen has its data and takes keys, for tests and the start-up measurement. */
export function useReady(part: 'list' | 'question', ready: boolean): void {
  useEffect(() => {
    if (!ready || !missing.delete(part) || missing.size > 0) return
    document.documentElement.dataset.ready = 'true'
    performance.mark('data-ready')
    tellShown()
  }, [part, ready])
}
