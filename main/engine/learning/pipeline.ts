import type { Clock } from '../../../shared/clock.ts'
import type { EvaluationReport } from '../../../shared/model/signal.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { findIncidents, foldAndScore, issueDueAt, modelsInUse } from '../../issue/door.ts'
import { closeLoops, outcomeDueAt } from '../../outcome/door.ts'
import { forgetModels, riskDueAt } from '../../predict/door.ts'
import { indexWords } from '../../search/door.ts'
import { evaluate, holdingOf, watchedSince } from '../../signal/door.ts'
import { moveRuns } from '../acting/running.ts'
import type { Tasks } from '../open/tasks.ts'
import { createGathering, type DueWork, ENOUGH } from './gathering.ts'
import { recogniseAccounts } from './identity.ts'
import { createScoring } from './scoring.ts'
import { createTraining } from './training.ts'
import { createTreatabilities } from './treatabilities.ts'

export interface Pipeline {
  run(everything: boolean): Promise<EvaluationReport>
  /** Runs only where something changed, or enough became due: accounts, issues, outcomes. */
  runIfDue(): Promise<void>
  /** Waits for the run that is under way, and ends the threads. */
  close(): Promise<void>
}

/**
 *   recognise accounts ─▶ tell topics of tickets (predict) ─▶ evaluate (signal) ─▶ train, score (predict)
 *     ─▶ fold and score, find incidents (issue) ─▶ close loops (outcome) ─▶ take runs on (intervention)
 *     ─▶ bring the words up to date (search)
 *
 * One run at a time: a second request waits for the first, because both would take the same dirty accounts.
 */
export function createPipeline(deps: {
  writer: Writer
  read: ReadDb
  file: string
  clock: Clock
  tasks: Tasks
  closing: AbortSignal
  /** Tells what new tickets are about, before anything is counted by that. */
  tell?: () => Promise<void>
}): Pipeline {
  const { writer, read, file, clock, tasks, closing, tell } = deps
  const model = createTraining({ writer, read })
  const scoring = createScoring({ file, read, writer })
  const treatability = createTreatabilities({ file, read, writer })
  const isTime = createGathering(clock)
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
      await tell?.()
      const evaluated = await evaluate({
        writer,
        read,
        file,
        now,
        everything,
        signal: task.signal,
        onProgress: (done, total) => task.progress(done, total, 'accounts'),
      })
      const predict = await model(now, everything)
      await scoring.run({
        ...{ now, signal: task.signal },
        onProgress: (done, total) => task.progress(done, total, 'accounts', 'Scoring accounts by the new model'),
      })
      await treatability(now, everything)
      const folded = await foldAndScore({ writer, read, now, everybody: everything, predict })
      await forgetModels({ writer, read }, modelsInUse(read))
      await findIncidents({ writer, read, now, since: watchedSince(read) })
      await closeLoops({
        writer,
        read,
        now,
        everybody: everything,
        holds: (condition, account, at, followed) => holdingOf(read, condition, account, at, followed),
      })
      await moveRuns({ writer, read, clock })
      await indexWords({
        writer,
        read,
        signal: task.signal,
        onProgress: done => task.progress(done, null, 'rows', 'Making them searchable'),
      })
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
      if (isTime(dueWork(read, clock.now()))) await run(false)
      else await indexWords({ writer, read, signal: closing, steps: STEPS })
    },
    close: async () => {
      await last
      await scoring.close()
    },
  }
}

/** Between evaluations the words are brought up to date by so many steps at a time, so that other work has its turn. */
const STEPS = 100

/** One step in an index each. */
const changed = query<{ since: 0 }>('SELECT 0 AS since WHERE EXISTS (SELECT 1 FROM dirty)')
const accountsDueAt = query<{ at: number | null }>('SELECT min(at) AS at FROM due WHERE at >= 0')
const accountsDue = (now: number) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM due INDEXED BY due_at WHERE at <= ? LIMIT ${ENOUGH})`,
    [now],
  )

/** What has changed or fallen due by now, of accounts, issues and outcomes; null where nothing ever will. */
function dueWork(read: ReadDb, now: number): DueWork | null {
  if (read.get(changed)) return { since: 0, accounts: ENOUGH }
  const times = [accountsDueAt, issueDueAt, outcomeDueAt, riskDueAt].flatMap(next => read.get(next)?.at ?? [])
  return times.length === 0 ? null : { since: Math.min(...times), accounts: read.get(accountsDue(now))?.n ?? 0 }
}
