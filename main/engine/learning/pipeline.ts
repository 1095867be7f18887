import type { Clock } from '../../../shared/clock.ts'
import type { EvaluationReport } from '../../../shared/model/signal.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { LEFT_AT } from '../../cache/left.ts'
import type { Writer } from '../../cache/writer.ts'
import { findIncidents, foldAndScore, issuesDue, modelsInUse } from '../../issue/door.ts'
import { closeLoops } from '../../outcome/door.ts'
import { forgetModels, trainBaseRates } from '../../predict/door.ts'
import { conditionHolds, evaluate, watchedSince } from '../../signal/door.ts'
import { moveRuns } from '../acting/running.ts'
import type { Tasks } from '../open/tasks.ts'
import { recogniseAccounts } from './identity.ts'

export interface Pipeline {
  run(everything: boolean): Promise<EvaluationReport>
  /** Runs only where something became due: an account, an issue, an outcome's window. */
  runIfDue(): Promise<void>
  settled(): Promise<void>
}

/**
 *   recognise accounts ─▶ evaluate (signal) ─▶ train (predict) ─▶ fold and score, find incidents (issue)
 *     ─▶ close loops (outcome) ─▶ take runs on (intervention)
 *
 * One run at a time: a second request waits for the first, because both would take the same dirty accounts.
 */
export function createPipeline(deps: {
  writer: Writer
  read: ReadDb
  file: string
  clock: Clock
  tasks: Tasks
}): Pipeline {
  const { writer, read, file, clock, tasks } = deps
  let last: Promise<unknown> = Promise.resolve()

  const once = (everything: boolean) =>
    tasks.run('evaluate', 'Evaluating triggers', async task => {
      const now = clock.now()
      await recogniseAccounts({
        writer,
        read,
        now,
        signal: task.signal,
        onProgress: (done, total) => task.progress(done, total, 'accounts', 'Recognising accounts'),
      })
      const evaluated = await evaluate({
        writer,
        read,
        file,
        now,
        everything,
        signal: task.signal,
        onProgress: (done, total) => task.progress(done, total, 'accounts'),
      })
      const predict = await trainBaseRates({ writer, read, now })
      const folded = await foldAndScore({ writer, read, now, predict })
      await forgetModels({ writer, read }, modelsInUse(read))
      await findIncidents({ writer, read, now, since: watchedSince(read) })
      await closeLoops({
        writer,
        read,
        now,
        holds: (condition, account, at, followed) => conditionHolds(read, condition, account, at, followed),
      })
      await moveRuns({ writer, read, clock })
      return { ...evaluated, ...folded }
    })

  const run = (everything: boolean): Promise<EvaluationReport> => {
    const next = last.then(() => once(everything))
    last = next.catch(() => {})
    return next
  }

  return {
    run,
    runIfDue: async () => {
      const now = clock.now()
      if (read.get(workDue(now)) || issuesDue(read, now)) await run(false)
    },
    settled: () => last.then(() => {}),
  }
}

/**
 * Is any account's answer, or any intervention's window, due? One index look-up each. Nothing is proposed for what has
 * not left, so its window is not due either; otherwise every turn would evaluate again.
 */
const workDue = (now: number) =>
  query<{ due: 1 }>(
    `SELECT 1 AS due WHERE EXISTS (SELECT 1 FROM dirty)
       OR EXISTS (SELECT 1 FROM due WHERE at <= ?)
       OR EXISTS (SELECT 1 FROM outcome c JOIN intervention i ON i.id = c.intervention_id
         WHERE c.judged IS NULL AND c.proposal IS NULL AND c.window_ends_at <= ?
           AND i.recalled_at IS NULL AND (i.arm = 'control' OR ${LEFT_AT} IS NOT NULL))`,
    [now, now],
  )
