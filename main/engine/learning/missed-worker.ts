import { workerData } from 'node:worker_threads'
import type { Period } from '../../../shared/period.ts'
import type { MissedTrouble, RecallFigures } from '../../../shared/review/missed.ts'
import { query } from '../../cache/db.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { recallFiguresOf } from '../../measure/door.ts'
import { keptNearness, replayedNearness } from '../../signal/door.ts'
import { type JudgedPeriod, judgeMissed } from './judge-missed.ts'

/** `now` in UTC ms of the workspace's clock; `data` counts the changes of what replays read. */
export type MissedQuestion = { ask: 'figures' | 'tickets'; period: Period; now: number; data: number }
export type MissedReply = { reply: 'figures'; figures: RecallFigures } | { reply: 'tickets'; tickets: MissedTrouble[] }

const db = readDb(openReader((workerData as { file: string }).file))

/** Changes with every commit of another connection. */
const dataVersion = query<{ data_version: number }>('PRAGMA data_version')
const nearness = keptNearness(replayedNearness(db))

type Progress = (hundredths: number) => void

/** The last period that was judged: opening a figure asks for what has just been counted. */
let last: { key: string; judged: JudgedPeriod } | null = null

function judged({ period, now, data }: MissedQuestion, progress: Progress): JudgedPeriod {
  const key = JSON.stringify([period, db.get(dataVersion)?.data_version])
  if (last?.key !== key) {
    const hear = (done: number, total: number) => progress(Math.floor((100 * done) / total))
    last = { key, judged: judgeMissed(db, period, now, { progress: hear, nearness: nearness(data) }) }
  }
  return last.judged
}

answerQuestions<MissedQuestion, MissedReply>((question, progress) => {
  const { period, now } = question
  const { troubles, watchedFrom } = judged(question, progress)
  if (question.ask === 'tickets') return [{ reply: 'tickets', tickets: troubles }]
  return [{ reply: 'figures', figures: recallFiguresOf({ troubles, period, now, watchedFrom }) }]
})
