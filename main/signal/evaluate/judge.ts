import type { Lack } from '../../../shared/model/trigger.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import { startThread, type Thread } from '../../cache/thread.ts'
import type { KeptCurve } from '../life/life-store.ts'
import type { JudgeTask, StaysWanted, WorkerAnswer, WorkerAsk } from './evaluate-worker.ts'
import { fewChanged, judge, wanted } from './gather.ts'
import type { Judged } from './judged.ts'
import { countWithoutRates, rowsToCount, type WithoutRates } from './rates.ts'
import { lookForSupply, rowsToLookAt, type SupplySearch } from './supply.ts'
import type { StayQuantile } from './usual.ts'

/**
 * Who judges, and learns what judging goes by: a thread with its own read-only connection, so that the engine's thread
 * stays free for people. It starts with the first question that is worth it, and answers all others of the evaluation.
 */
export interface Judge {
  /** What triggers want and nothing supplies, before anything is judged. */
  supply(wants: readonly Lack[]): Promise<SupplySearch>
  /** Whose amounts cannot be compared. */
  withoutRates(conditions: readonly Condition[]): Promise<WithoutRates>
  /** By what everything after it is judged. */
  by(task: JudgeTask): void
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

/** Rows that are looked through in as little time. */
const FEW_ROWS = 20_000

/** Judges what is in `file`: in the caller's own thread for a few accounts, in one of its own for more. */
export function startJudge(read: ReadDb, file: string): Judge {
  let thread: Thread<WorkerAsk, WorkerAnswer> | null = null
  let task: JudgeTask | null = null
  let told = false
  const running = () => {
    thread ??= startThread<WorkerAsk, WorkerAnswer>(WORKER, { file })
    return thread
  }
  const ask = (question: WorkerAsk) => {
    // What goes wrong with it goes wrong with the question that follows.
    if (task && !told)
      running()
        .ask({ by: task })
        .catch(() => {})
    told = task !== null
    return running().ask(question)
  }
  const byWhat = (): JudgeTask => {
    if (task) return task
    throw new Error('nothing is judged before it is said by what')
  }
  let few = false
  return {
    supply: async wants => {
      const isLittle = rowsToLookAt(read, wants) <= FEW_ROWS && fewChanged(read, FEW)
      if (isLittle) return lookForSupply(read, wants)
      const answer = await ask({ supply: wants })
      if ('looked' in answer) return answer.looked
      throw new Error('the evaluation thread answered another question')
    },
    withoutRates: async conditions => {
      if (rowsToCount(read, conditions) <= FEW_ROWS) return countWithoutRates(read, conditions)
      const answer = await ask({ rates: conditions })
      if ('withoutRates' in answer) return answer.withoutRates
      throw new Error('the evaluation thread answered another question')
    },
    by: by => {
      task = by
    },
    learn: async (learn, until) => {
      const answer = await ask({ learn, until })
      return 'learned' in answer ? answer.learned : []
    },
    lives: async (lives, until) => {
      const answer = await ask({ lives, until })
      return 'curves' in answer ? answer.curves : []
    },
    list: async () => {
      const task = byWhat()
      const some = read.all(wanted(task.everything, task.now, FEW + 1))
      few = some.length <= FEW
      if (few) return Float64Array.from(some, row => row.id)
      const answer = await ask({ list: true })
      return 'accounts' in answer ? answer.accounts : new Float64Array()
    },
    judge: async ids => {
      const task = byWhat()
      if (few) return judge(read, task.plans, ids, task)
      const answer = await ask({ judge: ids })
      if ('judged' in answer) return answer.judged
      throw new Error('the evaluation thread answered another question')
    },
    stop: async () => thread?.stop(),
  }
}
