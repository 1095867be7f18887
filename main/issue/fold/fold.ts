import { type Param, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { nthUid } from '../../cache/uid.ts'
import type { Writer } from '../../cache/writer.ts'
import { liveOn } from '../life/life.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import type { PredictRisk } from './prediction.ts'
import {
  allSignals,
  type IssueFacts,
  issueFacts,
  lastClosedOf,
  liveSignals,
  openIssueOf,
  runningSubscriptions,
  type Unfolded,
  unfinished,
  unfolded,
} from './queries.ts'
import { isNews, type Score, score } from './score.ts'

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
 *   issues that are not over ─▶ wake, close, move between bands, score again
 *
 * Writes only what differs, so doing it twice is doing it once. `predict` is the model's, handed in by the engine.
 */
export async function foldAndScore(of: {
  writer: Writer
  read: ReadDb
  now: number
  predict: PredictRisk
}): Promise<Folded> {
  const { writer, read, now, predict } = of
  const run: FoldRun = { catalogue: readCatalogue(read), predict, now, sum: { opened: 0, closed: 0, rescored: 0 } }
  while (await writer.write('bulk', tx => foldSome(tx, run)));
  const ids = read.all(unfinished).map(row => row.id)
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH)
    await writer.write('bulk', tx => settle(tx, run, batch, new Set()))
  }
  return run.sum
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
  const { catalogue, predict, now, sum } = run
  const list = JSON.stringify(ids)
  const issues = tx.all(issueFacts(list))
  const live = Map.groupBy(tx.all(liveSignals(list)), row => row.issueId)
  const accounts = JSON.stringify([...new Set(issues.map(issue => issue.account_id))])
  const subscriptions = Map.groupBy(tx.all(runningSubscriptions(accounts, now)), row => row.accountId)
  for (const issue of issues) {
    const signals = live.get(issue.id) ?? []
    // What was over before anybody looked is an issue all the same: it is scored once, and closed.
    const passed = signals.length === 0 && worse.has(issue.id) ? tx.all(allSignals(issue.id)) : signals
    if (liveOn(tx, issue, { live: signals.length, worse: worse.has(issue.id) }, now)) sum.closed++
    const facts = {
      account: accountOf(issue),
      subscriptions: subscriptions.get(issue.account_id) ?? [],
      live: passed,
    }
    const scored = score(catalogue, predict, facts, now)
    if (!scored) {
      // With no signal left its band stays; a moment to move on that has passed would be due at every turn.
      if (issue.band_until !== null) tx.run(statement('UPDATE issue SET band_until = NULL WHERE id = ?', [issue.id]))
      continue
    }
    if (!isNews(issue, scored)) continue
    tx.run(setScore(issue.id, scored))
    sum.rescored++
  }
}

const accountOf = ({ account_mrr, account_currency, account_renews }: IssueFacts) => ({
  mrrMinor: account_mrr,
  currency: account_currency,
  renewsAt: account_renews,
})

const setScore = (id: number, scored: Score) =>
  statement(
    `UPDATE issue SET band = $band, band_until = $band_until, title = $title, due_at = $due_at,
       signal_count = $signal_count, playbook_id = $playbook_id, priority = $priority, risk = $risk,
       treatability = $treatability, value_minor = $value_minor, currency = $currency, value_basis = $value_basis, urgency = $urgency,
       minutes = $minutes, model_id = $model_id, firings = $firings, base = $base, factors = $factors
     WHERE id = $id`,
    { ...scored, id },
  )
