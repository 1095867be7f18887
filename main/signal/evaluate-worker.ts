import { parentPort, workerData } from 'node:worker_threads'
import { query } from '../cache/db.ts'
import { openReader, readDb } from '../cache/open.ts'
import { type Judged, judge, type TriggerPlan } from './gather.ts'

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

/** Whom to look at: everybody, or only those that changed or whose time has come. In order of id. */
const wanted = (everything: boolean, now: number) =>
  everything
    ? query<{ id: number }>('SELECT id FROM account ORDER BY id')
    : query<{ id: number }>(
        'SELECT account_id AS id FROM dirty UNION SELECT account_id FROM due WHERE at <= ? ORDER BY 1',
        [now],
      )

const task = workerData as WorkerTask
const db = readDb(openReader(task.file))

parentPort?.on('message', (ask: WorkerAsk) => {
  const answer: WorkerAnswer =
    'list' in ask
      ? { accounts: Float64Array.from(db.all(wanted(task.everything, task.now)), row => row.id) }
      : { judged: judge(db, task.plans, ask.judge, task.now) }
  parentPort?.postMessage(answer)
})
