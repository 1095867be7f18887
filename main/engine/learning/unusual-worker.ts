import { workerData } from 'node:worker_threads'
import type { MissedTrouble, UnusualFeature } from '../../../shared/review/missed.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { CATEGORIES, type Category } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { unusualFeature, unusualSplits } from '../../measure/door.ts'
import { type FeatureMeasure, featureMeasures } from '../../predict/door.ts'
import { enabledTriggers, listTriggers, replayNote } from '../../signal/door.ts'
import { measureOutcomes } from './measured-outcomes.ts'

/** How long before they came accounts are looked at, and how often. */
const WEEK = 7 * DAY
const MOST_WEEKS = 12
/** Fewer troubles that no trigger looked at are not looked into. */
const LEAST = 20
/** So many rows tell as well as more; of larger workspaces every k-th range of accounts is measured. */
const MOST_ROWS = 30_000
const TURN = 2_000

const ranges = query<{ first: number; last: number }>(
  `SELECT min(id) AS first, max(id) AS last FROM (
     SELECT id, (row_number() OVER (ORDER BY id) - 1) / ${TURN} AS turn FROM account WHERE merged_into IS NULL)
   GROUP BY turn ORDER BY first`,
)
const kindsOf = (record: 'event' | 'object') =>
  query<{ kind: string }>(
    `SELECT DISTINCT kind FROM stream_kind WHERE record = ? AND kind NOT IN ('', 'ticket', 'service_outage') ORDER BY kind`,
    [record],
  )

/**
 * What was unusual of the accounts that no trigger looked at, in the week before they came, as drafts of triggers.
 * `progress` hears how many ranges of accounts are measured.
 */
function unusualFeatures(
  db: ReadDb,
  troubles: readonly MissedTrouble[],
  now: number,
  progress: (done: number, total: number) => void,
): UnusualFeature[] {
  const missed = troubles.filter(({ ending }) => ending === 'no_trigger')
  if (missed.length < LEAST) return []
  const moments = weeksOf(missed, now)
  const measures = measuresNow(db)
  const rows = gather(db, { measures, moments, now, came: momentsByAccount(troubles), progress })
  const category = mostOften(missed)
  return unusualSplits(rows).map(split =>
    unusualFeature({
      split,
      measure: (measures[split.feature] as FeatureMeasure).measure,
      category,
      playbook: playbookFor(db, category),
      taken: new Set(listTriggers(db).map(({ definition }) => definition.id)),
    }),
  )
}

function measuresNow(db: ReadDb): FeatureMeasure[] {
  const kinds = (record: 'event' | 'object') => db.all(kindsOf(record)).map(({ kind }) => kind)
  const triggers = enabledTriggers(db).map(({ definition }) => definition)
  return featureMeasures(
    triggers,
    { events: kinds('event'), objects: kinds('object') },
    one => replayNote(one) === null,
  )
}

/** Moments a week apart, the last of which is the last week that is over. */
function weeksOf(missed: readonly MissedTrouble[], now: number): Float64Array {
  const first = missed.reduce((least, { at }) => Math.min(least, at), now)
  const last = missed.reduce((most, { at }) => Math.max(most, at), first)
  const n = Math.min(MOST_WEEKS, Math.floor((last - first) / WEEK) + 1)
  return Float64Array.from({ length: n }, (_, k) => last - (n - k) * WEEK)
}

interface CameAt {
  at: number
  isMissed: boolean
}

const momentsByAccount = (troubles: readonly MissedTrouble[]): Map<number, CameAt[]> => {
  const found = new Map<number, CameAt[]>()
  for (const { accountId, at, ending } of troubles)
    found.set(accountId, [...(found.get(accountId) ?? []), { at, isMissed: ending === 'no_trigger' }])
  return found
}

/** A row for each customer at each moment; one that came for another cause is neither a case nor a comparison. */
function gather(
  db: ReadDb,
  {
    measures,
    moments,
    now,
    came,
    progress,
  }: {
    measures: readonly FeatureMeasure[]
    moments: Float64Array
    now: number
    came: ReadonlyMap<number, readonly CameAt[]>
    progress: (done: number, total: number) => void
  },
) {
  const [features, labels, half]: [number[][], number[], number[]] = [measures.map(() => []), [], []]
  const all = db.all(ranges)
  const every = Math.max(1, Math.ceil((all.length * TURN * moments.length) / MOST_ROWS))
  for (const [turn, range] of all.entries()) {
    if (turn % every !== 0) continue
    const part = measureOutcomes(db, measures, { ...range, moments, now })
    progress(turn + 1, all.length)
    for (let unit = 0; unit < part.ids.length; unit++)
      for (const [k, t] of moments.entries()) {
        if ((part.began[unit] as number) > t || (part.churned[unit] as number) <= t) continue
        const account = part.ids[unit] as number
        const soon = came.get(account)?.filter(({ at }) => at > t && at <= t + WEEK) ?? []
        const isCase = soon.some(({ isMissed }) => isMissed)
        if (!isCase && soon.length > 0) continue
        labels.push(isCase ? 1 : 0)
        half.push((Math.imul(account, 0x9e3779b1) >>> 16) & 1)
        for (const [m, column] of part.values.entries())
          features[m]?.push(column[unit * moments.length + k] ?? Number.NaN)
      }
  }
  return {
    features: features.map(column => Float64Array.from(column)),
    labels: Uint8Array.from(labels),
    half: Uint8Array.from(half),
  }
}

/** The category that most of them name; usage where none does. */
function mostOften(missed: readonly MissedTrouble[]): Category {
  const times = (category: Category) => missed.filter(one => one.category === category).length
  const most = CATEGORIES.reduce((best, one) => (times(one) > times(best) ? one : best))
  return times(most) > 0 ? most : 'usage'
}

/** The playbook of a trigger of that category, and of any trigger where there is none. */
function playbookFor(db: ReadDb, category: Category): string {
  const all = listTriggers(db).map(({ definition }) => definition)
  return (all.find(one => one.category === category) ?? all[0])?.playbook ?? ''
}

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
