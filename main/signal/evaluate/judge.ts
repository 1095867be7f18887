import type { ReadDb } from '../../cache/db.ts'
import { startThread, type Thread } from '../../cache/thread.ts'
import type { KeptCurve } from '../life/life-store.ts'
import type { StaysWanted, WorkerAnswer, WorkerAsk, WorkerTask } from './evaluate-worker.ts'
import { judge, wanted } from './gather.ts'
import type { Judged } from './judged.ts'
import type { StayQuantile } from './usual.ts'

/**
 * Who judges, and learns what judging goes by: a thread with its own read-only connection, so that the engine's thread
 * stays free for people. It starts with the first question that is worth it, and answers all others of the evaluation.
 */
export interface Judge {
  /** What is usual of finished stays, from every one of them. */
  learn(wanted: StaysWanted, until: number): Promise<StayQuantile[]>
  /** How long objects live, from all of them. */
  lives(asked: string[], until: number): Promise<KeptCurve[]>
  /** Whom to judge, once everything is learned: that may have made somebody due. */
  list(): Promise<Float64Array>
  judge(ids: number[]): Promise<Judged>
  stop(): Promise<void>
}

// Built code lies flat beside the worker's; in the sources it is a .ts file that Node runs as it is.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './evaluate-worker.ts' : './evaluate-worker.js',
  import.meta.url,
)

/** Accounts that are judged within a few milliseconds, while a thread would take a hundred to start. */
const FEW = 25

/** The judge for this task: the caller's own thread for a few accounts, one of its own for more. */
export function startJudge(read: ReadDb, task: WorkerTask): Judge {
  let thread: Thread<WorkerAsk, WorkerAnswer> | null = null
  const ask = (question: WorkerAsk) => {
    thread ??= startThread<WorkerAsk, WorkerAnswer>(WORKER, task)
    return thread.ask(question)
  }
  let few = false
  return {
    learn: async (learn, until) => {
      const answer = await ask({ learn, until })
      return 'learned' in answer ? answer.learned : []
    },
    lives: async (lives, until) => {
      const answer = await ask({ lives, until })
      return 'curves' in answer ? answer.curves : []
    },
    list: async () => {
      const some = read.all(wanted(task.everything, task.now, FEW + 1))
      few = some.length <= FEW
      if (few) return Float64Array.from(some, row => row.id)
      const answer = await ask({ list: true })
      return 'accounts' in answer ? answer.accounts : new Float64Array()
    },
    judge: async ids => {
      if (few) return judge(read, task.plans, ids, task)
      const answer = await ask({ judge: ids })
      if ('judged' in answer) return answer.judged
      throw new Error('the evaluation thread answered another question')
    },
    stop: async () => thread?.stop(),
  }
}
