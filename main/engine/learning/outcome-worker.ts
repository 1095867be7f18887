import { workerData } from 'node:worker_threads'
import type { ModelDrift } from '../../../shared/predict/model-drift.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import { spreadAccounts } from '../../cache/asked/spread-accounts.ts'
import { query } from '../../cache/db.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import {
  type AccountScore,
  accountProperties,
  CALENDAR,
  championId,
  championOf,
  driftOf,
  featureMeasures,
  landmarksBefore,
  learnedColumns,
  learnOutcomes,
  OutcomeRows,
  outcomesSince,
  scoreAccounts,
  spreadsOf,
  type TrainedBody,
} from '../../predict/door.ts'
import { accountsKnownFrom, enabledTriggers, replayNote } from '../../signal/door.ts'
import { measureOutcomes } from './measured-outcomes.ts'
import { type Reasons, type WhyQuestion, weeksBefore, whyIssue, whyKept, whyMeasured } from './why.ts'

/** Trains on past outcomes, scores accounts (ids, ascending), or says why an account has its risk. Moments in UTC ms of the workspace's clock. */
export type OutcomeQuestion =
  | { ask: 'train'; now: number; horizon: number; seed: number }
  | { ask: 'drift'; at: number }
  | { ask: 'since'; since: number; now: number }
  | { ask: 'score'; accounts: readonly number[]; at: number }
  | ({ ask: 'why' } & WhyQuestion)

/** Null where there are too few outcomes to train on, or no model is in use. */
export type OutcomeReply =
  | { reply: 'trained'; body: TrainedBody | null }
  | { reply: 'scored'; modelId: number; scores: AccountScore[] }
  | { reply: 'since'; outcomes: number }
  | { reply: 'drift'; drift: MeasuredDrift | null }
  | { reply: 'why'; reasons: Reasons | null }

/** How far features have moved, without what the thread does not know. */
export type MeasuredDrift = Pick<ModelDrift, 'modelId' | 'accounts' | 'columns'>

const db = readDb(openReader((workerData as { file: string }).file))

/** Accounts that are measured at once: their series lie in memory until their values have been taken. */
const TURN = 2_000
/** So many rows teach as well as more; of larger workspaces every k-th turn is measured. */
const MOST_ROWS = 60_000
const MOST_LANDMARKS = 20
/** The share of the reported progress that measuring takes. */
const MEASURING = 50
/** Categories of fewer accounts are not learned: a model must not keep the words of a single customer. */
const FEWEST_ACCOUNTS = 5
/** The share of the history before the first landmark: where it has just begun, every window is too short. */
const WARMING = 1 / 3

const turns = query<{ first: number; last: number }>(
  `SELECT min(id) AS first, max(id) AS last FROM (
     SELECT id, (row_number() OVER (ORDER BY id) - 1) / ${TURN} AS turn FROM account WHERE merged_into IS NULL)
   GROUP BY turn ORDER BY first`,
)
// What a person declares of an outage is no sign that comes before it.
const broughtKinds = query<{ record: string; kind: string }>(
  `SELECT DISTINCT record, kind FROM stream_kind WHERE record IN ('event', 'object') AND kind NOT IN ('', 'service_outage')
   ORDER BY kind`,
)
const earliestFact = query<{ at: number | null }>('SELECT min(at) AS at FROM event')

/** The share of the moments at which attributes must be known, so that there is something to learn from. */
const KNOWN = 0.5

/** What is learned from, and what it cannot be learned from because only its present state is known. */
function measuresNow(moments: Float64Array) {
  const brought = db.all(broughtKinds)
  const of = (record: string) => brought.filter(one => one.record === record).map(({ kind }) => kind)
  const triggers = enabledTriggers(db).map(({ definition }) => definition)
  const without = new Set<string>()
  const knownFrom = accountsKnownFrom(db)
  const isKnown = moments.filter(moment => moment >= knownFrom).length >= KNOWN * moments.length
  const kinds = { events: of('event'), objects: of('object'), properties: accountProperties(db) }
  const unknown = new Set<string>()
  const measures = featureMeasures(triggers, kinds, measure => {
    if (measure.type === 'attribute') {
      if (!isKnown) unknown.add(attributeWord(measure.name))
      return isKnown
    }
    const note = replayNote(measure)
    if (note !== null) without.add(note)
    return note === null
  })
  if (unknown.size > 0) without.add(unknownBefore([...unknown], knownFrom))
  return { measures, without: [...without] }
}

const attributeWord = (name: string): string =>
  name === AMOUNT_ATTRIBUTE ? 'monthly value' : name.replace('properties.', '')

/** Why attributes are not learned from. */
function unknownBefore(names: readonly string[], knownFrom: number): string {
  const words = names.map(name => `“${name}”`).join(', ')
  if (!Number.isFinite(knownFrom)) return `Only today’s ${words} are known.`
  const day = new Date(knownFrom).toISOString().slice(0, 10)
  return `Earlier values than those of ${day} of ${words} are not known, and too few of the moments lie after that day.`
}

function trained(
  { now, horizon, seed }: { now: number; horizon: number; seed: number },
  progress: (hundredths: number) => void,
): TrainedBody | null {
  const begin = db.get(earliestFact)?.at ?? now
  const moments = landmarksBefore(now, horizon, begin + (now - begin) * WARMING, MOST_LANDMARKS)
  if (moments.length < 2) return null
  const { measures, without } = measuresNow(moments)
  const rows = new OutcomeRows(measures, moments, horizon)
  const all = db.all(turns)
  const every = Math.max(1, Math.ceil((all.length * TURN * moments.length) / MOST_ROWS))
  const some = all.filter((_, at) => at % every === 0)
  for (const [at, range] of some.entries()) {
    rows.add(measureOutcomes(db, measures, { ...range, moments, now }))
    progress(Math.floor((MEASURING * (at + 1)) / some.length))
  }
  const table = rows.finish(FEWEST_ACCOUNTS)
  const learned = learnOutcomes({
    ...{ table, horizon, seed, champion: champion(), without },
    onProgress: share => progress(MEASURING + Math.floor(share * (100 - MEASURING))),
  })
  const spreads = spreadsOf(table.examples.table).filter(({ column }) => !CALENDAR.has(column))
  return learned && { ...learned, measures, columns: learnedColumns(table.examples.table), spreads }
}

let inUse: ReturnType<typeof championOf> = null

/** The model in use, read once. */
function champion() {
  if (inUse?.id !== championId(db)) inUse = championOf(db)
  return inUse
}

/** The risks of some accounts, by the features that the model was trained on. */
function scored({ accounts, at }: { accounts: readonly number[]; at: number }): OutcomeReply {
  const { id = 0, model, body } = champion() ?? {}
  if (!model || !body || accounts.length === 0) return { reply: 'scored', modelId: id, scores: [] }
  const moments = Float64Array.from([...weeksBefore(at), at])
  const rows = new OutcomeRows(body.measures, moments, body.card.horizonDays * DAY)
  const which = { first: accounts[0] ?? 0, last: accounts.at(-1) ?? 0, listed: JSON.stringify(accounts) }
  rows.add(measureOutcomes(db, body.measures, { ...which, moments, now: at }))
  return { reply: 'scored', modelId: id, scores: scoreAccounts({ model, columns: body.columns }, rows.finish(), at) }
}

/** How far the features of some accounts have moved since the training; null where that was not kept. */
function drifted(at: number): MeasuredDrift | null {
  const { id, body } = champion() ?? {}
  const listed = db.get(spreadAccounts)?.ids ?? null
  if (id === undefined || !body?.spreads || listed === null) return null
  const moments = Float64Array.of(at)
  const rows = new OutcomeRows(body.measures, moments, body.card.horizonDays * DAY)
  rows.add(measureOutcomes(db, body.measures, { first: 0, last: 0, listed, moments, now: at }))
  const { examples } = rows.finish()
  return { modelId: id, accounts: examples.table.rows, columns: driftOf(body.spreads, examples.table) }
}

/** From what was kept at the moments where that is possible; an account is measured again otherwise. */
function why(question: WhyQuestion): OutcomeReply {
  const { account, issue } = question
  if (issue !== null) return { reply: 'why', reasons: whyIssue(db, issue, question) }
  const model = champion()
  const kept = account === null ? null : whyKept(db, account, question)
  if (kept || account === null || !model) return { reply: 'why', reasons: kept }
  return { reply: 'why', reasons: whyMeasured(db, model, account, question) }
}

answerQuestions<OutcomeQuestion, OutcomeReply>((question, progress) => {
  if (question.ask === 'train') return [{ reply: 'trained', body: trained(question, progress) }]
  if (question.ask === 'since') return [{ reply: 'since', outcomes: outcomesSince(db, question.since, question.now) }]
  if (question.ask === 'drift') return [{ reply: 'drift', drift: drifted(question.at) }]
  return [question.ask === 'score' ? scored(question) : why(question)]
})
