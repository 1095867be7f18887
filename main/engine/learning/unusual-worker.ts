import { workerData } from 'node:worker_threads'
import type { MissedTrouble, UnusualFeature } from '../../../shared/review/missed.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { unusualFeatures } from './unusual-features.ts'

/** The troubles of a period with their causes. `now` in UTC ms of the workspace's clock; `data` counts changes of what is measured. */
export interface UnusualQuestion {
  troubles: readonly MissedTrouble[]
  now: number
  data: number
}

const db = readDb(openReader((workerData as { file: string }).file))

/** The last answer: a person who comes back, or writes a note meanwhile, has changed nothing that is measured. */
let last: { key: string; found: UnusualFeature[] } | null = null

answerQuestions<UnusualQuestion, UnusualFeature[]>(({ troubles, now, data }, progress) => {
  const judged = troubles.map(({ accountId, at, ending, category }) => [accountId, at, ending, category])
  const key = JSON.stringify([judged, data, Math.floor(now / HOUR)])
  if (last?.key !== key) {
    const hear = (done: number, total: number) => progress(Math.floor((100 * done) / total))
    last = { key, found: unusualFeatures(db, troubles, now, hear) }
  }
  return [last.found]
})
