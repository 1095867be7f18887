import type { Period } from '../../../shared/period.ts'
import { FailureError } from '../../../shared/result.ts'
import type { MissedTrouble, RecallFigures } from '../../../shared/review/missed.ts'
import { startThread, type Thread } from '../../cache/thread.ts'
import type { Workspace } from '../open/open.ts'
import type { TaskHandle } from '../open/tasks.ts'
import type { MissedQuestion, MissedReply } from './missed-worker.ts'

/** What the console missed, judged in a thread of its own. */
export interface Missed {
  /**
   * A replay is a task that can be cancelled; throws `FailureError` then. Who leaves may come back, so it goes on without
   * them (`asked`) until somebody asks about another period.
   */
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

/** A question that is not answered yet, who waits for it, and its task once something is replayed. */
interface Asked {
  period: Period
  by: AbortSignal | undefined
  task: TaskHandle | null
}

/** The thread starts with the first question. It keeps what it has replayed, until it is cancelled. */
export function createMissed({ file, clock, tasks, data }: Deps): Missed {
  let thread: Thread<MissedQuestion, MissedReply> | null = null
  const stop = async () => {
    const before = thread
    thread = null
    await before?.stop()
  }

  const open = new Set<Asked>()
  /** Ends what nobody waits for, once somebody asks about another period. */
  const makeRoom = async (period: Period) => {
    const isUnwanted = (one: Asked) => one.by?.aborted === true && !isSamePeriod(one.period, period)
    if (open.size === 0 || ![...open].every(isUnwanted)) return
    for (const { task } of open) if (task) tasks.cancel(task.id)
    await stop()
  }

  const ask = async (what: MissedQuestion['ask'], period: Period, asked: AbortSignal | undefined) => {
    await makeRoom(period)
    thread ??= startThread(WORKER, { file })
    const own = thread
    const question: Asked = { period, by: asked, task: null }
    open.add(question)
    const over = Promise.withResolvers<void>()
    /** What is answered from what was kept takes no time, so there is a task only once something is replayed. */
    const progress = (done: number) => {
      if (!question.task)
        void tasks.run('analyse', REPLAYING, begun => {
          question.task = begun
          begun.signal.addEventListener('abort', () => void stop())
          return over.promise
        })
      question.task?.progress(done, 100, '%')
    }
    try {
      return await own.ask({ ask: what, period, now: clock.now(), data: data() }, { progress })
    } catch (error) {
      if (thread !== own) throw new FailureError(cancelled)
      if (own.isOver()) thread = null
      throw error
    } finally {
      open.delete(question)
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

const isSamePeriod = (one: Period, other: Period): boolean => one.from === other.from && one.to === other.to

const cancelled = {
  kind: 'cancelled' as const,
  what: 'The replay was cancelled.',
  why: 'A person cancelled the replay, or the workspace was closed.',
  todo: 'Start again to count what was missed.',
}
