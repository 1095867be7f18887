import { workerData } from 'node:worker_threads'
import type { Period } from '../../../shared/period.ts'
import type { MissedTrouble, RecallFigures } from '../../../shared/review/missed.ts'
import { query } from '../../cache/db.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { recallFiguresOf } from '../../measure/door.ts'
import { type JudgedPeriod, judgeMissed } from './judge-missed.ts'
import { unusualFeatures } from './unusual-features.ts'

/** `now` in UTC ms of the workspace's clock. */
export type MissedQuestion = { ask: 'figures' | 'tickets'; period: Period; now: number }
export type MissedReply = { reply: 'figures'; figures: RecallFigures } | { reply: 'tickets'; tickets: MissedTrouble[] }

const db = readDb(openReader((workerData as { file: string }).file))

/** Changes with every commit of another connection. */
const dataVersion = query<{ data_version: number }>('PRAGMA data_version')

/** The last period that was judged: opening a figure asks for what has just been counted. */
let last: { key: string; judged: JudgedPeriod } | null = null

function judged({ period, now }: MissedQuestion): JudgedPeriod {
  const key = JSON.stringify([period, db.get(dataVersion)?.data_version])
  if (last?.key !== key) last = { key, judged: judgeMissed(db, period, now) }
  return last.judged
}

answerQuestions<MissedQuestion, MissedReply>(question => {
  const { troubles, watchedFrom } = judged(question)
  if (question.ask === 'tickets') return [{ reply: 'tickets', tickets: troubles }]
  const { period, now } = question
  const unusual = unusualFeatures(db, troubles, now)
  return [{ reply: 'figures', figures: recallFiguresOf({ troubles, period, now, watchedFrom, unusual }) }]
})
