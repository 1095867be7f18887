import type { SyncReport } from '../../../shared/model/source.ts'
import { type Failure, FailureError } from '../../../shared/result.ts'
import type { Page } from '../../record/page.ts'
import type { Watch } from './deadline.ts'
import { createLoopGuard } from './loop-guard.ts'

type StreamReport = SyncReport['streams'][number]

/** What taking pages needs of a run. */
interface PageRun {
  watch: Watch
  /** Machine time, UTC ms. */
  wall(): number
  onProgress(done: number, total: number | null, unit: string, message?: string): void
  /** Records so far, of all streams. */
  count: { read: number }
}

/**
 * Takes pages one by one. The next one is asked for while one is being written, because either mostly waits. Answers
 * whether the stream came to its end; what is left of it when it did not is let go without waiting for it.
 */
export async function eachPage(
  run: PageRun,
  pages: AsyncGenerator<Page>,
  own: StreamReport,
  keep: (page: Page) => Promise<void>,
  enough: () => boolean = () => false,
): Promise<boolean> {
  const circles = createLoopGuard()
  const started = run.wall()
  const pull = () => {
    const next = run.watch.guard(pages.next())
    // It is looked at when its turn comes; until then its failure must not count as unheard.
    next.catch(() => {})
    return next
  }
  try {
    let coming = pull()
    for (;;) {
      const { done, value: page } = await coming
      if (done) return true
      run.watch.alive()
      if (circles(page)) throw new FailureError(goesInCircles)
      const last = enough()
      if (!last) coming = pull()
      await keep(page)
      own.ms = run.wall() - started
      run.onProgress(run.count.read, null, 'records', own.name)
      if (last) return false
    }
  } finally {
    pages.return(undefined).catch(() => {})
  }
}

const goesInCircles: Failure = {
  kind: 'invalid',
  what: 'The source repeats itself.',
  why: 'The source sent the same page again and again.',
  todo: 'The rows read so far are kept. Check how this stream asks for its next page.',
}
