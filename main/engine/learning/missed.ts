import type { Period } from '../../../shared/period.ts'
import { FailureError } from '../../../shared/result.ts'
import type { MissedTrouble, RecallFigures } from '../../../shared/review/missed.ts'
import { startThread, type Thread } from '../../cache/thread.ts'
import type { Workspace } from '../open/open.ts'
import type { TaskHandle } from '../open/tasks.ts'
import type { MissedQuestion, MissedReply } from './missed-worker.ts'

/** What the console missed, judged in a thread of its own. */
export interface Missed {
  /** A replay is a task that can be cancelled, also by who asks. Throws `FailureError` then. */
  figures(period: Period, asked?: AbortSignal): Promise<RecallFigures>
  /** The tickets and cancellations behind the figures, in order of time. */
  tickets(period: Period, asked?: AbortSignal): Promise<MissedTrouble[]>
  close(): Promise<void>
}

interface Deps extends Pick<Workspace, 'file' | 'clock' | 'tasks'> {
  /** Counts the changes of what replays read. */
  data: () => number
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './missed-worker.ts' : './missed-worker.js', import.meta.url)
/** What a replay is called among the tasks. */
const REPLAYING = 'Replaying triggers before each ticket'

/** The thread starts with the first question. It keeps what it has replayed, until it is cancelled. */
export function createMissed({ file, clock, tasks, data }: Deps): Missed {
  let thread: Thread<MissedQuestion, MissedReply> | null = null
  const stop = async () => {
    const before = thread
    thread = null
    await before?.stop()
  }

  const ask = async (what: MissedQuestion['ask'], period: Period, asked: AbortSignal | undefined) => {
    thread ??= startThread(WORKER, { file })
    const own = thread
    const over = Promise.withResolvers<void>()
    let task: TaskHandle | null = null
    /** What is answered from what was kept takes no time, so there is a task only once something is replayed. */
    const progress = (done: number) => {
      if (!task)
        void tasks.run('analyse', REPLAYING, begun => {
          task = begun
          begun.signal.addEventListener('abort', () => void stop())
          asked?.addEventListener('abort', () => tasks.cancel(begun.id))
          return over.promise
        })
      task?.progress(done, 100, '%')
    }
    try {
      return await own.ask({ ask: what, period, now: clock.now(), data: data() }, { progress })
    } catch (error) {
      if (thread !== own) throw new FailureError(cancelled)
      if (own.isOver()) thread = null
      throw error
    } finally {
      over.resolve()
    }
  }
  return {
    figures: async (period, asked) => {
      const reply = await ask('figures', period, asked)
      if (reply.reply !== 'figures') throw new Error('the thread answered another question')
      return reply.figures
    },
    tickets: async (period, asked) => {
      const reply = await ask('tickets', period, asked)
      if (reply.reply !== 'tickets') throw new Error('the thread answered another question')
      return reply.tickets
    },
    close: stop,
  }
}

const cancelled = {
  kind: 'cancelled' as const,
  what: 'The replay was cancelled.',
  why: 'A person cancelled the replay, or the workspace was closed.',
  todo: 'Start again to count what was missed.',
}
