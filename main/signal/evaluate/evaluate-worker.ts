import { workerData } from 'node:worker_threads'
import type { Lack } from '../../../shared/model/trigger.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { type KeptCurve, learnLives } from '../life/life-store.ts'
import { judge, readingOfPlans, wanted } from './gather.ts'
import type { Judged, TriggerPlan } from './judged.ts'
import { countWithoutRates, type WithoutRates } from './rates.ts'
import type { Reading } from './read-facts.ts'
import { lookForSupply, type SupplySearch } from './supply.ts'
import { learnStays, type StayQuantile } from './usual.ts'

/** What is judged, and by what. */
export interface JudgeTask {
  plans: TriggerPlan[]
  now: number
  /** Moments from here on have not been looked at, UTC ms. */
  from: number
  everything: boolean
}
/**
 * Says by what everything after it is judged; or asks what nothing supplies, whose amounts have no rate, for the list of accounts, for the judgement of some, or for what
 * is usual of stays or lives by a moment.
 */
export type WorkerAsk =
  | { by: JudgeTask }
  | { supply: readonly Lack[] }
  | { rates: readonly Condition[] }
  | { list: true }
  | { judge: number[] }
  | { learn: StaysWanted; until: number }
  | { lives: string[]; until: number }
export type WorkerAnswer =
  | { told: true }
  | { looked: SupplySearch }
  | { withoutRates: WithoutRates }
  | { accounts: Float64Array }
  | { judged: Judged }
  | { learned: StayQuantile[] }
  | { curves: KeptCurve[] }
export type StaysWanted = { kind: string; quantile: number }[]

/** No limit, in SQLite's words. */
const EVERY = -1
const db = readDb(openReader((workerData as { file: string }).file))
let told: { task: JudgeTask; reading: Reading } | null = null

function answerTo(ask: WorkerAsk): WorkerAnswer {
  if ('by' in ask) {
    told = { task: ask.by, reading: readingOfPlans(ask.by.plans) }
    return { told: true }
  }
  if ('rates' in ask) return { withoutRates: countWithoutRates(db, ask.rates) }
  if ('supply' in ask) return { looked: lookForSupply(db, ask.supply) }
  if (!told) throw new Error('the evaluation thread was not told what to judge by')
  const { task, reading } = told
  if ('list' in ask)
    return { accounts: Float64Array.from(db.all(wanted(task.everything, task.now, EVERY)), row => row.id) }
  if ('learn' in ask) return { learned: learnStays(db, ask.learn, ask.until) }
  if ('lives' in ask) return { curves: learnLives(db, ask.lives, ask.until) }
  return { judged: judge(db, task.plans, ask.judge, task, reading) }
}

answerQuestions((ask: WorkerAsk) => [answerTo(ask)])
