import { type Param, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { nthUid } from '../../cache/uid.ts'
import type { Writer } from '../../cache/writer.ts'
import { dueIssues, typicalIssues } from '../life/due.ts'
import { liveOn, worseNow } from '../life/life.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import type { PredictRisk } from './prediction.ts'
import {
  allSignals,
  type IssueFacts,
  issueFacts,
  lastClosedOf,
  liveSignals,
  modelledRisks,
  openIssueOf,
  subscriptionsFrom,
  type Unfolded,
  unfinished,
  unfolded,
} from './queries.ts'
import { isNews, type Score, type ScoreFacts, score } from './score.ts'
import { type Grounds, groundsOf, lastGrounds, mustSettleAll, rememberGrounds } from './settled-by.ts'
import { runsAt } from './stake.ts'
import { keepStanding } from './standing.ts'
import { settledUntil } from './until.ts'

export interface Folded {
  opened: number
  closed: number
  rescored: number
}

/** Issues a transaction: each stays below 8 ms, so that a person's command never waits longer. */
const BATCH = 60

/** What one run of folding knows and has counted so far. */
interface FoldRun {
  catalogue: Catalogue
  predict: PredictRisk
  now: number
  sum: Folded
}

/**
 *   signals without an issue ─▶ into the account's open issue of that category, or a new one linked to the last
 *   issues that are due       ─▶ wake, close, move between bands, score again
 *
 * An issue is due when its signals, its account or its state have changed or its time has come (`issue_due`); every issue
 * is when the model, triggers, playbooks or exchange rates have changed, or when the caller asks for everybody.
 * Writes only what differs, so doing it twice is doing it once. `predict` is the model's, handed in by the engine.
 */
export async function foldAndScore(of: {
  writer: Writer
  read: ReadDb
  now: number
  everybody: boolean
  predict: PredictRisk
}): Promise<Folded> {
  const { writer, read, now, predict } = of
  const run: FoldRun = { catalogue: readCatalogue(read), predict, now, sum: { opened: 0, closed: 0, rescored: 0 } }
  while (await writer.write('bulk', tx => foldSome(tx, run)));
  const before = lastGrounds(read)
  const grounds = groundsOf(run.catalogue, predict, now)
  for (const ids of batchesOf(idsToSettle(read, of.everybody || mustSettleAll(before, grounds), before, grounds)))
    await writer.write('bulk', tx => settle(tx, run, ids, new Set()))
  await writer.write('bulk', tx => rememberGrounds(tx, grounds))
  return run.sum
}

function idsToSettle(read: ReadDb, everybody: boolean, before: Grounds | null, grounds: Grounds): number[] {
  if (everybody) return read.all(unfinished).map(({ id }) => id)
  const typical = before?.typical === grounds.typical ? [] : read.all(typicalIssues)
  return [...new Set([...read.all(dueIssues(grounds.at)), ...typical].map(({ id }) => id))]
}

function* batchesOf(ids: readonly number[]): Iterable<number[]> {
  for (let at = 0; at < ids.length; at += BATCH) yield ids.slice(at, at + BATCH)
}

/** Folds the next few signals and scores the issues they went into; false when none was left. */
function foldSome(tx: WriteDb, run: FoldRun): boolean {
  const signals = tx.all(unfolded(BATCH))
  const kindOf = ({ account_id, trigger_id }: Unfolded) =>
    `${account_id} ${run.catalogue.triggers.get(trigger_id)?.category}`
  const first = new Map<string, Unfolded>()
  for (const signal of signals) first.set(kindOf(signal), earlier(first.get(kindOf(signal)) ?? signal, signal))
  const touched = new Set<number>()
  const opened = new Set<number>()
  for (const signal of signals) {
    const category = run.catalogue.triggers.get(signal.trigger_id)?.category
    if (!category) throw new Error(`signal ${signal.id} names the unknown trigger ${signal.trigger_id}`)
    const known = tx.get(openIssueOf(signal.account_id, category))?.id
    const issue = known ?? open(tx, first.get(kindOf(signal)) ?? signal, category, run.now)
    if (known === undefined) opened.add(issue)
    touched.add(issue)
    tx.run(statement('UPDATE signal SET issue_id = ? WHERE id = ?', [issue, signal.id]))
  }
  const { sum } = run
  sum.opened += opened.size
  settle(tx, run, [...touched], touched)
  sum.rescored = Math.max(0, sum.rescored - opened.size)
  return signals.length === BATCH
}

/** Which of two signals opens their issue: the same one on every computer, in whichever order they were written. */
const earlier = (a: Unfolded, b: Unfolded): Unfolded =>
  b.fired_at < a.fired_at || (b.fired_at === a.fired_at && b.trigger_id < a.trigger_id) ? b : a

/**
 * A blank issue, named after its account and the signal that opens it; it is scored in the same transaction, so nobody
 * ever sees it like this. On a clock that stands still a signal can fire twice at one moment, for two issues.
 */
function open(tx: WriteDb, signal: Unfolded, category: string, now: number): number {
  const { account_id: account, trigger_id, fired_at } = signal
  const previous = tx.get(lastClosedOf(account, category))?.id ?? null
  for (let n = 1; ; n++) {
    const { changes, lastId } = tx.run(
      blank([nthUid(`/${trigger_id}@${fired_at}`, n), category, now, previous, account]),
    )
    if (changes > 0) return lastId
  }
}

const blank = (params: Param[]) =>
  statement(
    `INSERT INTO issue (uid, account_id, category, state, band, title, opened_at, previous_id, signal_count,
       playbook_id, priority, risk, treatability, value_minor, currency, urgency, minutes, base, factors)
     SELECT uid || ?, id, ?, 'open', 2, '', ?, ?, 0, '', 0, 0, 0, 0, '', 1, 1, 0, '[]' FROM account WHERE id = ?
     ON CONFLICT (uid) DO NOTHING`,
    params,
  )

/** Brings some issues up to date; `worse` are those that have just got another signal. */
function settle(tx: WriteDb, run: FoldRun, ids: readonly number[], worse: ReadonlySet<number>): void {
  const { now } = run
  const list = JSON.stringify(ids)
  const issues = tx.all(issueFacts(list))
  const live = Map.groupBy(tx.all(liveSignals(list)), row => row.issueId)
  const accounts = JSON.stringify([...new Set(issues.map(issue => issue.account_id))])
  const subscriptions = Map.groupBy(tx.all(subscriptionsFrom(accounts, now)), row => row.accountId)
  const risks = new Map(
    tx.all(modelledRisks(accounts)).map(({ accountId, ...risk }) => [riskKey(accountId, risk.about), risk]),
  )
  for (const issue of issues) {
    const signals = live.get(issue.id) ?? []
    // What was over before anybody looked is an issue anyway: it is scored once, and closed.
    const passed = signals.length === 0 && worse.has(issue.id) ? tx.all(allSignals(issue.id)) : signals
    const of = subscriptions.get(issue.account_id) ?? []
    const running = of.filter(one => runsAt(one, now))
    const { account_id: account, category } = issue
    const modelled = risks.get(riskKey(account, category)) ?? risks.get(riskKey(account, null)) ?? null
    const facts = { account: accountOf(issue), subscriptions: running, live: passed, modelled }
    const scored = rescore(tx, run, issue, facts)
    const standsAs = scored && { ...scored, valueMinor: scored.value_minor }
    const life = liveOn(tx, issue, { live: signals.length, worse: worseNow(issue, standsAs, worse.has(issue.id)) }, now)
    if (life.state === 'closed') run.sum.closed++
    // What nothing is known of any more keeps its score, but may be in another state; what no model ever scored has none.
    const standing = scored ?? (issue.model_id === null ? null : { ...issue, model_id: issue.model_id })
    if (standing) keepStanding(tx, { issue: issue.id, state: life.state, scored: standing, signals: passed, now })
    if (life.state === 'closed') continue
    const timed = { life, bandUntil: scored?.band_until ?? null, renewsAt: issue.account_renews, subscriptions: of }
    tx.run(setDueAt(issue.id, scored ? settledUntil(timed, now) : null))
  }
}

const riskKey = (account: number, about: string | null): string => `${account} ${about ?? ''}`

/** Scores an issue again and writes what is new about it; null where none of its signals is known. */
function rescore(
  tx: WriteDb,
  { catalogue, predict, now, sum }: FoldRun,
  issue: IssueFacts,
  facts: ScoreFacts,
): Score | null {
  const scored = score(catalogue, predict, facts, now)
  // With no signal left its band stays, and nothing will move it on.
  if (!scored && issue.band_until !== null)
    tx.run(statement('UPDATE issue SET band_until = NULL WHERE id = ?', [issue.id]))
  if (scored && isNews(issue, scored)) {
    tx.run(setScore(issue.id, scored))
    sum.rescored++
  }
  return scored
}

const setDueAt = (id: number, at: number | null) =>
  at === null
    ? statement('DELETE FROM issue_due WHERE issue_id = ?', [id])
    : statement('INSERT INTO issue_due VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at', [id, at])

const accountOf = ({ account_mrr, account_currency, account_renews }: IssueFacts) => ({
  mrrMinor: account_mrr,
  currency: account_currency,
  renewsAt: account_renews,
})

const setScore = (id: number, scored: Score) =>
  statement(
    `UPDATE issue SET band = $band, band_until = $band_until, title = $title, due_at = $due_at,
       signal_count = $signal_count, playbook_id = $playbook_id, priority = $priority, risk = $risk, risk_low = $risk_low, risk_high = $risk_high, risk_about = $risk_about,
       treatability = $treatability, treatability_low = $treatability_low, treatability_high = $treatability_high,
       treatability_starts = $treatability_starts, value_minor = $value_minor, currency = $currency, value_basis = $value_basis, urgency = $urgency,
       minutes = $minutes, model_id = $model_id, score_id = $score_id, firings = $firings, base = $base, factors = $factors,
       figure = $figure
     WHERE id = $id`,
    { ...scored, id },
  )
