import type { ReadDb } from '../../cache/db.ts'
import { startThread } from '../../cache/thread.ts'
import type { KeptCurve } from '../life/life-store.ts'
import type { StaysWanted, WorkerAnswer, WorkerAsk, WorkerTask } from './evaluate-worker.ts'
import { judge, wanted } from './gather.ts'
import type { Judged } from './judged.ts'
import type { StayQuantile } from './usual.ts'

/** Who judges: a thread with its own read-only connection, so that the engine's thread stays free for people. */
export interface Judge {
  list(): Promise<Float64Array>
  judge(ids: number[]): Promise<Judged>
  stop(): Promise<void>
}

// Built code lies flat beside the worker's; in the sources it is a .ts file that Node runs as it is.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './evaluate-worker.ts' : './evaluate-worker.js',
  import.meta.url,
)

function judgeInThread(task: WorkerTask): Judge & {
  learn(wanted: StaysWanted, until: number): Promise<StayQuantile[]>
  lives(asked: string[], until: number): Promise<KeptCurve[]>
} {
  const thread = startThread<WorkerAsk, WorkerAnswer>(WORKER, task)
  return {
    list: async () => {
      const answer = await thread.ask({ list: true })
      return 'accounts' in answer ? answer.accounts : new Float64Array()
    },
    judge: async ids => {
      const answer = await thread.ask({ judge: ids })
      if ('judged' in answer) return answer.judged
      throw new Error('the evaluation thread answered another question')
    },
    learn: async (learn, until) => {
      const answer = await thread.ask({ learn, until })
      return 'learned' in answer ? answer.learned : []
    },
    lives: async (lives, until) => {
      const answer = await thread.ask({ lives, until })
      return 'curves' in answer ? answer.curves : []
    },
    stop: thread.stop,
  }
}

/** Accounts that are judged within a few milliseconds, while a thread would take a hundred to start. */
const FEW = 25

/** Learns what is usual of finished stays, in a thread: it reads every one of them. */
export async function learnInThread(task: WorkerTask, wanted: StaysWanted, until: number): Promise<StayQuantile[]> {
  const judge = judgeInThread(task)
  try {
    return await judge.learn(wanted, until)
  } finally {
    await judge.stop()
  }
}

/** Learns how long objects live, in a thread: it reads all of them. */
export async function learnLivesInThread(task: WorkerTask, asked: string[], until: number): Promise<KeptCurve[]> {
  const judge = judgeInThread(task)
  try {
    return await judge.lives(asked, until)
  } finally {
    await judge.stop()
  }
}

/** The judge for this task: the caller's own thread for a few accounts, one of its own for more. */
export function startJudge(read: ReadDb, task: WorkerTask): Judge {
  const few = read.all(wanted(task.everything, task.now, FEW + 1)).map(row => row.id)
  if (few.length > FEW) return judgeInThread(task)
  return {
    list: async () => Float64Array.from(few),
    judge: async ids => judge(read, task.plans, ids, task),
    stop: async () => {},
  }
}
