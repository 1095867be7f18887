import { workerData } from 'node:worker_threads'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { type KeptCurve, learnLives } from '../life/life-store.ts'
import { judge, readingOfPlans, wanted } from './gather.ts'
import type { Judged, TriggerPlan } from './judged.ts'
import { learnStays, type StayQuantile } from './usual.ts'

/** What the thread is started with. */
export interface WorkerTask {
  file: string
  plans: TriggerPlan[]
  now: number
  /** Moments from here on have not been looked at, UTC ms. */
  from: number
  everything: boolean
}
/** Asks for the list of accounts, for the judgement of some, or for what is usual of stays or lives by a moment. */
export type WorkerAsk =
  | { list: true }
  | { judge: number[] }
  | { learn: StaysWanted; until: number }
  | { lives: string[]; until: number }
export type WorkerAnswer =
  | { accounts: Float64Array }
  | { judged: Judged }
  | { learned: StayQuantile[] }
  | { curves: KeptCurve[] }
export type StaysWanted = { kind: string; quantile: number }[]

/** No limit, in SQLite's words. */
const EVERY = -1
const task = workerData as WorkerTask
const db = readDb(openReader(task.file))
const reading = readingOfPlans(task.plans)

function answerTo(ask: WorkerAsk): WorkerAnswer {
  if ('list' in ask)
    return { accounts: Float64Array.from(db.all(wanted(task.everything, task.now, EVERY)), row => row.id) }
  if ('learn' in ask) return { learned: learnStays(db, ask.learn, ask.until) }
  if ('lives' in ask) return { curves: learnLives(db, ask.lives, ask.until) }
  return { judged: judge(db, task.plans, ask.judge, task, reading) }
}

answerQuestions((ask: WorkerAsk) => [answerTo(ask)])
