import { type Param, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { nthUid } from '../cache/uid.ts'
import type { Writer } from '../cache/writer.ts'
import { loadModel, type Model } from '../predict/rates.ts'
import { type Score, score } from '../predict/score.ts'
import { age, type Life } from './fold.ts'
import {
  anythingDue,
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

export interface Folded {
  opened: number
  closed: number
  rescored: number
}

/** Issues a transaction: each stays below 8 ms, so that a person's command never waits longer. */
const BATCH = 60

/** Whether time alone has changed an issue, or a signal waits to be folded. */
export const issuesDue = (db: ReadDb, now: number): boolean => db.get(anythingDue(now)) !== undefined

/**
 *   signals without an issue ─▶ into the account's open issue of that category, or a new one linked to the last
 *   issues that are not over ─▶ wake, close, move between bands, score again
 *
 * Writes only what differs, so doing it twice is doing it once.
 */
export async function foldAndScore(of: { writer: Writer; read: ReadDb; now: number }): Promise<Folded> {
  const { writer, read, now } = of
  const model = await loadModel(read, now)
  const sum: Folded = { opened: 0, closed: 0, rescored: 0 }
  while (await writer.write('bulk', tx => foldSome(tx, model, now, sum)));
  const ids = read.all(unfinished).map(row => row.id)
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH)
    await writer.write('bulk', tx => settle(tx, model, batch, new Set(), now, sum))
  }
  return sum
}

/** Folds the next few signals and scores the issues they went into; false when none was left. */
function foldSome(tx: WriteDb, model: Model, now: number, sum: Folded): boolean {
  const signals = tx.all(unfolded(BATCH))
  const kindOf = ({ account_id, trigger_id }: Unfolded) =>
    `${account_id} ${model.triggers.get(trigger_id)?.definition.category}`
  const first = new Map<string, Unfolded>()
  for (const signal of signals) first.set(kindOf(signal), earlier(first.get(kindOf(signal)) ?? signal, signal))
  const touched = new Set<number>()
  const opened = new Set<number>()
  for (const signal of signals) {
    const category = model.triggers.get(signal.trigger_id)?.definition.category
    if (!category) throw new Error(`signal ${signal.id} names the unknown trigger ${signal.trigger_id}`)
    const known = tx.get(openIssueOf(signal.account_id, category))?.id
    const issue = known ?? open(tx, first.get(kindOf(signal)) ?? signal, category, now)
    if (known === undefined) opened.add(issue)
    touched.add(issue)
    tx.run(statement('UPDATE signal SET issue_id = ? WHERE id = ?', [issue, signal.id]))
  }
  sum.opened += opened.size
  settle(tx, model, [...touched], touched, now, sum)
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
    `INSERT INTO issue (uid, account_id, category, state, band, title, opened_at, previous_id, signal_count, playbook_id,
       priority, risk, treatability, value_minor, currency, urgency, minutes, model, base, factors)
     SELECT uid || ?, id, ?, 'open', 2, '', ?, ?, 0, '', 0, 0, 0, 0, '', 1, 1, '', 0, '[]' FROM account WHERE id = ?
     ON CONFLICT (uid) DO NOTHING`,
    params,
  )

/** Brings some issues up to date at `now`; `worse` are those that have just got another signal. */
function settle(
  tx: WriteDb,
  model: Model,
  ids: readonly number[],
  worse: ReadonlySet<number>,
  now: number,
  sum: Folded,
): void {
  const list = JSON.stringify(ids)
  const issues = tx.all(issueFacts(list))
  const live = Map.groupBy(tx.all(liveSignals(list)), row => row.issueId)
  const accounts = JSON.stringify([...new Set(issues.map(issue => issue.account_id))])
  const subscriptions = Map.groupBy(tx.all(runningSubscriptions(accounts, now)), row => row.accountId)
  for (const issue of issues) {
    const signals = live.get(issue.id) ?? []
    const before = lifeOf(issue)
    const after = age(before, { live: signals.length, worse: worse.has(issue.id) }, now)
    if (after !== before) tx.run(setLife(issue.id, after))
    // The clock was turned back since; what is there has begun.
    if (issue.opened_at > now && after.state !== 'closed')
      tx.run(statement('UPDATE issue SET opened_at = ? WHERE id = ?', [now, issue.id]))
    if (after.state === 'closed') sum.closed++
    const scored = score(
      model,
      {
        account: {
          mrrMinor: issue.account_mrr,
          currency: issue.account_currency,
          renewsAt: issue.account_renews,
        },
        subscriptions: subscriptions.get(issue.account_id) ?? [],
        live: signals,
      },
      now,
    )
    if (!scored || !differs(issue, scored)) continue
    tx.run(setScore(issue.id, scored))
    sum.rescored++
  }
}

const lifeOf = (issue: IssueFacts): Life => ({
  state: issue.state,
  snoozedUntil: issue.snoozed_until,
  closedAt: issue.closed_at,
  closedBecause: issue.closed_because,
})

/** A change of state moves the version on, so that an undo made from what was before is refused. */
const setLife = (id: number, life: Life) =>
  statement(
    `UPDATE issue SET state = ?, snoozed_until = ?, closed_at = ?, closed_because = ?, version = version + 1
     WHERE id = ?`,
    [life.state, life.snoozedUntil, life.closedAt, life.closedBecause, id],
  )

const differs = (issue: IssueFacts, scored: Score): boolean =>
  (Object.keys(scored) as (keyof Score)[]).some(column => issue[column] !== scored[column])

function setScore(id: number, scored: Score) {
  const columns = Object.keys(scored) as (keyof Score)[]
  const set = columns.map(column => `${column} = ?`).join(', ')
  return statement(`UPDATE issue SET ${set} WHERE id = ?`, [...columns.map(column => scored[column]), id])
}
