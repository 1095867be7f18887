import { z } from 'zod'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { ReadDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { laterBy, threadOnDemand } from '../../cache/thread.ts'
import type { Writer } from '../../cache/writer.ts'
import { accountsToSettle, accountsWithIssues, forgetStandings, oldStandings } from '../../issue/door.ts'
import { championId, forgetScores, keepScores, oldScores, staleRisks } from '../../predict/door.ts'
import type { OutcomeQuestion, OutcomeReply } from './outcome-worker.ts'

export interface Scoring {
  /**
   * Scores the accounts whose issues are about to be settled, those that were looked at a day ago, and everybody with an
   * issue once another model is in use. A model that was never chosen scores nobody.
   */
  run(ask: { now: number; signal: AbortSignal; onProgress: (done: number, total: number) => void }): Promise<void>
  /** Ends the thread. */
  close(): Promise<void>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './outcome-worker.ts' : './outcome-worker.js', import.meta.url)
/** Accounts that are measured at once, in the thread, and that are written in one transaction. */
const MEASURED = 500
const WRITTEN = 50
/** Accounts that are looked at again in one evaluation, though nothing has changed. */
const MOST_STALE = 2_000
/** How long the thread is kept, in ms, when nobody asks it. */
const KEPT = 180_000

/** Scores are kept for so long: thirteen months, so that a season can be held against the one before. */
const KEPT_SCORES = 400 * DAY

/** How far everybody has been scored by the model in use. */
const walkSchema = z.object({ modelId: z.int(), after: z.number().nullable() })
const WALKED = 'predict.walked'

/**
 *   accounts ─▶ thread: features as of now, risk, width, reasons ─▶ lots of rows by the writer ─▶ issues are due
 *
 * The engine's thread only hands over ids and writes the results.
 */
export function createScoring(of: { file: string; read: ReadDb; writer: Writer }): Scoring {
  const { file, read, writer } = of
  const { ask, stop } = threadOnDemand<OutcomeQuestion, OutcomeReply>(WORKER, { file }, laterBy(KEPT))

  /** Scores one lot of accounts, ascending. */
  const scoreLot = async (accounts: readonly number[], now: number): Promise<void> => {
    const reply = await ask({ ask: 'score', accounts, at: now })
    if (reply.reply !== 'scored') return
    for (const some of lotsOf(accounts, WRITTEN)) {
      const ids = new Set(some)
      const scores = reply.scores.filter(({ account }) => ids.has(account))
      await writer.write('bulk', tx => keepScores(tx, { modelId: reply.modelId, at: now, accounts: some, scores }))
    }
  }

  const run: Scoring['run'] = async ({ now, signal, onProgress }) => {
    const modelId = championId(read)
    if (modelId === null) return
    const changed = accountsToSettle(read, now)
    const stale = read.all(staleRisks(modelId, now, MOST_STALE)).map(({ id }) => id)
    const all = [...new Set([...changed, ...stale])].sort((a, b) => a - b)
    for (const some of lotsOf(all, MEASURED)) if (!signal.aborted) await scoreLot(some, now)
    await walk(modelId, { now, signal, onProgress })
    await forget(now)
  }

  let forgot = Number.NEGATIVE_INFINITY
  /** Once a day; a lot at a time, because each is a transaction. */
  const forget = async (now: number) => {
    if (Math.abs(now - forgot) < DAY) return
    const before = now - KEPT_SCORES
    for (let old = read.all(oldScores(before)); old.length > 0; old = read.all(oldScores(before))) {
      const ids = old.map(({ id }) => id)
      await writer.write('bulk', tx => forgetScores(tx, ids))
    }
    for (let old = read.all(oldStandings(before)); old.length > 0; old = read.all(oldStandings(before))) {
      const rows = old
      await writer.write('bulk', tx => forgetStandings(tx, rows))
    }
    forgot = now
  }

  /** Once another model is in use, everybody with an issue is scored by it; what was cut off goes on from where it was. */
  const walk = async (modelId: number, { now, signal, onProgress }: Parameters<Scoring['run']>[0]) => {
    const known = getSetting(read, WALKED, walkSchema)
    let after = known?.modelId === modelId ? known.after : 0
    if (after === null) return
    const total = accountsWithIssues(read, after, null).length
    let done = 0
    while (after !== null && !signal.aborted) {
      const some = accountsWithIssues(read, after, MEASURED)
      if (some.length > 0) await scoreLot(some, now)
      done += some.length
      after = some.length < MEASURED ? null : (some.at(-1) ?? null)
      await writer.write('bulk', tx => putSetting(tx, WALKED, { modelId, after }))
      onProgress(done, total)
    }
  }

  return { run, close: stop }
}

function* lotsOf(ids: readonly number[], size: number): Generator<number[]> {
  for (let from = 0; from < ids.length; from += size) yield ids.slice(from, from + size)
}
