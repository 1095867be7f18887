import { workerData } from 'node:worker_threads'
import type { Period } from '../../../shared/period.ts'
import type { MissedTrouble, RecallFigures } from '../../../shared/review/missed.ts'
import { query } from '../../cache/db.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { recallFiguresOf } from '../../measure/door.ts'
import { keptNearness, replayedNearness } from '../../signal/door.ts'
import { type JudgedPeriod, judgeMissed } from './judge-missed.ts'
import { unusualFeatures } from './unusual-features.ts'

/** `now` in UTC ms of the workspace's clock; `data` counts the changes of what replays read. */
export type MissedQuestion = { ask: 'figures' | 'tickets'; period: Period; now: number; data: number }
export type MissedReply = { reply: 'figures'; figures: RecallFigures } | { reply: 'tickets'; tickets: MissedTrouble[] }

const db = readDb(openReader((workerData as { file: string }).file))

/** The share of the progress that replaying takes; looking for what was unusual takes the rest. */
const REPLAYING = 60

/** Changes with every commit of another connection. */
const dataVersion = query<{ data_version: number }>('PRAGMA data_version')
const nearness = keptNearness(replayedNearness(db))

type Progress = (hundredths: number) => void

/** The last period that was judged: opening a figure asks for what has just been counted. */
let last: { key: string; judged: JudgedPeriod; figures: RecallFigures | null } | null = null

function judged({ period, now, data }: MissedQuestion, progress: Progress) {
  const key = JSON.stringify([period, db.get(dataVersion)?.data_version])
  if (last?.key !== key) {
    const hear = (done: number, total: number) => progress(Math.floor((REPLAYING * done) / total))
    last = { key, judged: judgeMissed(db, period, now, { progress: hear, nearness: nearness(data) }), figures: null }
  }
  return last
}

answerQuestions<MissedQuestion, MissedReply>((question, progress) => {
  const found = judged(question, progress)
  const { troubles, watchedFrom } = found.judged
  if (question.ask === 'tickets') return [{ reply: 'tickets', tickets: troubles }]
  const { period, now } = question
  if (!found.figures) {
    const hear = (done: number, total: number) => progress(REPLAYING + Math.floor(((100 - REPLAYING) * done) / total))
    const unusual = unusualFeatures(db, troubles, now, hear)
    found.figures = recallFiguresOf({ troubles, period, now, watchedFrom, unusual })
  }
  return [{ reply: 'figures', figures: found.figures }]
})
