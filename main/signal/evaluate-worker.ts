import { parentPort, workerData } from 'node:worker_threads'
import { openReader, readDb } from '../cache/open.ts'
import { type Judged, judge, type TriggerPlan, wanted } from './gather.ts'

/** What the thread is started with. */
export interface WorkerTask {
  file: string
  plans: TriggerPlan[]
  now: number
  everything: boolean
}
/** Asks for the list of accounts, or for the judgement of some. */
export type WorkerAsk = { list: true } | { judge: number[] }
export type WorkerAnswer = { accounts: Float64Array } | { judged: Judged }

/** No limit, in SQLite's words. */
const EVERY = -1
const task = workerData as WorkerTask
const db = readDb(openReader(task.file))

parentPort?.on('message', (ask: WorkerAsk) => {
  const answer: WorkerAnswer =
    'list' in ask
      ? { accounts: Float64Array.from(db.all(wanted(task.everything, task.now, EVERY)), row => row.id) }
      : { judged: judge(db, task.plans, ask.judge, task.now) }
  parentPort?.postMessage(answer)
})
