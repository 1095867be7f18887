import { z } from 'zod'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { closesWhen, conditionsOf, firesWhen } from '../../../shared/trigger/trigger.ts'
import { type ReadDb, statement } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { planCondition } from '../language/detect.ts'
import { type Lacking, lackKey, wantsOfAll } from '../language/supply.ts'
import { allTriggers, type StoredTrigger } from '../store.ts'
import { capFirings } from './daily-cap.ts'
import { startJudge } from './judge.ts'
import type { Firing, Judged, TriggerPlan } from './judged.ts'
import { learn } from './learn.ts'
import { learnHowLong } from './learn-lives.ts'
import { lookForRates } from './rates.ts'
import { keepSupply } from './supply.ts'
import { watch, watchedSince } from './watched.ts'

export interface Evaluation {
  writer: Writer
  read: ReadDb
  /** The database file, for the thread's own connection. */
  file: string
  /** Workspace time, UTC ms; nothing dated later is looked at. */
  now: number
  /** Every account, not only those that may have changed. */
  everything: boolean
  signal: AbortSignal
  onProgress(done: number, total: number): void
}

export interface Evaluated {
  accounts: number
  fired: number
  cleared: number
  /** Firings that a daily cap held back until the next day. */
  heldBack: number
  setAside: Judged['setAside']
}

/** Accounts a turn, and rows a transaction: each stays below 8 ms, so that a person's command never waits longer. */
const CHUNK = 250
/** Accounts that a report names; what stopped one mostly stopped the others. */
const MOST_NAMED = 100
const ROWS = 150

/**
 *   dirty ∪ due ─▶ claim (dirty → due now) ─▶ judge (in a thread) ─▶ signals, then the next due time
 *
 * Claiming moves an account from `dirty` to `due` before its events are read: what arrives meanwhile makes it dirty
 * again and is seen by the next run, and a crash leaves it due. The last write of a chunk is its due times, so a chunk
 * that was cut off is simply judged again. Stopping early keeps what is done.
 */
export async function evaluate(of: Evaluation): Promise<Evaluated> {
  const all = allTriggers(of.read)
  const triggers = all.filter(({ enabled }) => enabled)
  const conditions = all.flatMap(({ definition }) => conditionsOf(definition))
  await of.writer.write('bulk', tx =>
    watch(
      tx,
      triggers.map(({ definition }) => definition),
      of.now,
    ),
  )
  const since = watchedSince(of.read)
  const judge = startJudge(of.read, of.file)
  const sum: Evaluated = { accounts: 0, fired: 0, cleared: 0, heldBack: 0, setAside: [] }
  try {
    const { lacking: lacks, supply } = await judge.supply(wantsOfAll(conditions))
    await of.writer.write('bulk', tx => keepSupply(tx, supply))
    const lacking = new Set(lacks.map(lackKey))
    const plans = triggers.map(trigger => planTrigger(trigger, since.get(trigger.definition.id) ?? of.now, lacking))
    const rates = await lookForRates(of.read, of.writer, conditions, judge.withoutRates)
    const now: Remembered = { at: of.now, triggers: versions(plans), lacking: [...lacking], rates }
    const before = getSetting(of.read, REMEMBERED, rememberedSchema)
    const everything = of.everything || mustStartOver(before, now)
    const from = Math.min(before?.at ?? of.now, of.now)
    const definitions = triggers.map(({ definition }) => definition)
    judge.by({ plans, now: of.now, from, everything })
    await learn({ ...of, judge, from }, definitions)
    await learnHowLong({ ...of, judge, from }, definitions)
    const accounts = await judge.list()
    for (let at = 0; at < accounts.length && !of.signal.aborted; at += CHUNK) {
      const ids = [...accounts.subarray(at, at + CHUNK)]
      await of.writer.write('bulk', tx => {
        const list = JSON.stringify(ids)
        if (tx.run(toDue(list, of.now)).changes > 0) tx.run(notDirty(list))
      })
      const judged = await judge.judge(ids)
      await write(of, plans, judged, sum)
      of.onProgress(sum.accounts, accounts.length)
    }
    if (!of.signal.aborted) await of.writer.write('bulk', tx => putSetting(tx, REMEMBERED, now))
    return sum
  } finally {
    await judge.stop()
  }
}

function planTrigger({ definition, version }: StoredTrigger, since: number, lacking: Lacking): TriggerPlan {
  const closing = closesWhen(definition)
  return {
    id: definition.id,
    version,
    cooldown: parseDuration(definition.cooldown) ?? 0,
    each: definition.each?.kind ?? null,
    condition: planCondition(firesWhen(definition), lacking),
    close: closing && planCondition(closing, lacking),
    dailyCap: definition.dailyCap ?? null,
    cause: definition.cause ?? null,
    since,
  }
}

const toDue = (accounts: string, now: number) =>
  statement(
    `INSERT INTO due (account_id, at) SELECT account_id, ? FROM dirty
     WHERE account_id IN (SELECT value FROM json_each(?))
     ON CONFLICT DO UPDATE SET at = min(at, excluded.at)`,
    [now, accounts],
  )
const notDirty = (accounts: string) =>
  statement('DELETE FROM dirty WHERE account_id IN (SELECT value FROM json_each(?))', [accounts])

/** A firing that is already open, and a clearing that already happened, change nothing: judging twice is judging once. */
const fire = ({ accountId, at, clearedAt, triggerId, version, evidence, cause, beganAt }: Firing) =>
  statement(
    `INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, cleared_at, evidence, dimension, cause,
       began_at)
     SELECT $account, $trigger, $version, $at, $cleared, $evidence, $dimension, $cause, $began WHERE NOT EXISTS
       (SELECT 1 FROM signal WHERE account_id = $account AND trigger_id = $trigger
          AND evidence ->> '$.object.id' IS $object
          AND CASE WHEN $cleared IS NULL THEN cleared_at IS NULL ELSE fired_at = $at AND cleared_at = $cleared END)`,
    {
      ...{ account: accountId, trigger: triggerId, version, at, cleared: clearedAt },
      ...{ evidence: JSON.stringify(evidence), object: evidence.object?.id ?? null },
      ...{ dimension: cause.dimension, cause: cause.value, began: beganAt },
    },
  )
const clear = (id: number, at: number) =>
  statement('UPDATE signal SET cleared_at = ? WHERE id = ? AND (cleared_at IS NULL OR cleared_at > ?)', [at, id, at])
/** What was cleared in a future that the clock has left still holds; where its issue is over by now, it goes into another. */
const reopen = (id: number) =>
  statement(
    `UPDATE signal SET cleared_at = NULL,
       issue_id = (SELECT i.id FROM issue i WHERE i.id = signal.issue_id AND i.state <> 'closed') WHERE id = ?`,
    [id],
  )
/** What already holds has begun by now; dated later, nobody could act on it until the clock has come there again. */
const bringForward = (id: number, now: number) =>
  statement('UPDATE signal SET fired_at = ? WHERE id = ? AND fired_at > ?', [now, id, now])
const setDue = (accountId: number, at: number | null) =>
  at === null
    ? statement('DELETE FROM due WHERE account_id = ?', [accountId])
    : statement('INSERT INTO due (account_id, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at', [
        accountId,
        at,
      ])

async function write(
  { writer, now }: Evaluation,
  plans: readonly TriggerPlan[],
  judged: Judged,
  sum: Evaluated,
): Promise<void> {
  const capped = plans.filter(plan => plan.dailyCap !== null)
  const { fired, held, due } =
    capped.length === 0
      ? { fired: judged.fired, held: 0, due: judged.due }
      : await writer.write('bulk', tx => capFirings(tx, capped, judged, now))
  sum.heldBack += held
  sum.setAside.push(...judged.setAside.slice(0, MOST_NAMED - sum.setAside.length))
  // First what is over, because a signal that is open keeps the next one of its trigger from firing.
  sum.cleared += await inBatches(writer, judged.cleared, ({ id, at }) => clear(id, at))
  sum.fired += await inBatches(writer, fired, fire)
  await inBatches(writer, judged.reopened, reopen)
  await inBatches(writer, judged.early, id => bringForward(id, now))
  await inBatches(writer, due, ({ accountId, at }) => setDue(accountId, at))
  sum.accounts += judged.accounts
}

/** Runs a statement for each item, a few items a transaction; how many rows changed. */
async function inBatches<T>(writer: Writer, items: T[], of: (item: T) => ReturnType<typeof statement>) {
  let changes = 0
  for (let at = 0; at < items.length; at += ROWS) {
    const batch = items.slice(at, at + ROWS)
    changes += await writer.write('bulk', tx => batch.reduce((n, item) => n + tx.run(of(item)).changes, 0))
  }
  return changes
}

/** With which triggers, and at what time, everybody was last brought up to date. */
const rememberedSchema = z.object({
  at: z.int(),
  triggers: z.record(z.string(), z.int()),
  lacking: z.array(z.string()).default([]),
  /** A mark of what amounts were worth; empty where none was compared. */
  rates: z.string().default(''),
})
type Remembered = z.infer<typeof rememberedSchema>
const REMEMBERED = 'signal.evaluated'

const versions = (plans: readonly TriggerPlan[]): Record<string, number> =>
  Object.fromEntries(plans.map(plan => [plan.id, plan.version]))

/** A changed trigger, another supply, other rates, or a clock that was set back makes every stored due time meaningless. */
function mustStartOver(last: Remembered | null, { at, ...now }: Remembered): boolean {
  if (last === null || at < last.at) return true
  const { at: _, ...before } = last
  return JSON.stringify(before) !== JSON.stringify(now)
}
