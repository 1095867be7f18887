import type { Period } from '../../../shared/period.ts'
import { FailureError } from '../../../shared/result.ts'
import type { MissedTrouble, RecallFigures, UnusualFeature } from '../../../shared/review/missed.ts'
import { COMPARING_UNSEEN, REPLAYING_TRIGGERS } from '../../../shared/review/missed-tasks.ts'
import { startThread, type Thread } from '../../cache/thread.ts'
import type { Workspace } from '../open/open.ts'
import type { TaskHandle } from '../open/tasks.ts'
import type { MissedQuestion, MissedReply } from './missed-worker.ts'
import type { UnusualQuestion } from './unusual-worker.ts'

/** What the console missed, judged in threads of its own. */
export interface Missed {
  /**
   * A replay is a task that can be cancelled; throws `FailureError` then. Who leaves may come back, so it goes on without
   * them (`asked`) until somebody asks about another period.
   */
  figures(period: Period, asked?: AbortSignal): Promise<RecallFigures>
  /** The tickets and cancellations behind the figures, in order of time. */
  tickets(period: Period, asked?: AbortSignal): Promise<MissedTrouble[]>
  /** What was unusual of accounts before they came although no trigger looked. Takes far longer than the figures. */
  unusual(period: Period, asked?: AbortSignal): Promise<UnusualFeature[]>
  close(): Promise<void>
}

interface Deps extends Pick<Workspace, 'file' | 'clock' | 'tasks'> {
  /** Counts the changes of what replays read. */
  data: () => number
}

const JUDGE = new URL(import.meta.url.endsWith('.ts') ? './missed-worker.ts' : './missed-worker.js', import.meta.url)
const COMPARER = new URL(
  import.meta.url.endsWith('.ts') ? './unusual-worker.ts' : './unusual-worker.js',
  import.meta.url,
)

/** Each thread starts with its first question. It keeps what it has found, until it is cancelled. */
export function createMissed({ file, clock, tasks, data }: Deps): Missed {
  const shared = { file, tasks }
  const judging = askedAbout<MissedQuestion, MissedReply>({ ...shared, entry: JUDGE, title: REPLAYING_TRIGGERS })
  const comparing = askedAbout<UnusualQuestion, UnusualFeature[]>({
    ...shared,
    entry: COMPARER,
    title: COMPARING_UNSEEN,
  })
  const judge = (ask: MissedQuestion['ask'], period: Period, by: AbortSignal | undefined) =>
    judging.ask({ ask, period, now: clock.now(), data: data() }, period, by)
  const tickets = async (period: Period, by: AbortSignal | undefined) => {
    const reply = await judge('tickets', period, by)
    if (reply.reply !== 'tickets') throw new Error('the thread answered another question')
    return reply.tickets
  }
  return {
    figures: async (period, by) => {
      const reply = await judge('figures', period, by)
      if (reply.reply !== 'figures') throw new Error('the thread answered another question')
      return reply.figures
    },
    tickets,
    unusual: async (period, by) => {
      const troubles = await tickets(period, by)
      return comparing.ask({ troubles, now: clock.now(), data: data() }, period, by)
    },
    close: async () => {
      await Promise.all([judging.stop(), comparing.stop()])
    },
  }
}

/** A question that is not answered yet, who waits for it, and its task once it takes time. */
interface Asked {
  period: Period
  by: AbortSignal | undefined
  task: TaskHandle | null
}

/** Asks a thread about one period at a time; its work is a task of that title. */
function askedAbout<Question, Reply>(how: Pick<Deps, 'file' | 'tasks'> & { entry: URL; title: string }) {
  const { file, tasks, entry, title } = how
  let thread: Thread<Question, Reply> | null = null
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

  const ask = async (question: Question, period: Period, by: AbortSignal | undefined): Promise<Reply> => {
    await makeRoom(period)
    thread ??= startThread(entry, { file })
    const own = thread
    const asked: Asked = { period, by, task: null }
    open.add(asked)
    const over = Promise.withResolvers<void>()
    /** What is answered from what was kept takes no time, so there is a task only once something is replayed. */
    const progress = (done: number) => {
      if (!asked.task)
        void tasks.run('analyse', title, begun => {
          asked.task = begun
          begun.signal.addEventListener('abort', () => void stop())
          return over.promise
        })
      asked.task?.progress(done, 100, '%')
    }
    try {
      return await own.ask(question, { progress })
    } catch (error) {
      if (thread !== own) throw new FailureError(cancelled)
      if (own.isOver()) thread = null
      throw error
    } finally {
      open.delete(asked)
      over.resolve()
    }
  }
  return { ask, stop }
}

const isSamePeriod = (one: Period, other: Period): boolean => one.from === other.from && one.to === other.to

const cancelled = {
  kind: 'cancelled' as const,
  what: 'The replay was cancelled.',
  why: 'A person cancelled the replay, or the workspace was closed.',
  todo: 'Start again to count what was missed.',
}
