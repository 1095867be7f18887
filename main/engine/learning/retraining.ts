import type { ReportCard } from '../../../shared/predict/report-card.ts'
import { FailureError } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { retrainingDue } from '../../predict/door.ts'
import type { Workspace } from '../open/open.ts'
import { createUnderWay } from '../under-way.ts'
import { TRAINING } from './models.ts'

/** Trains again automatically, once enough new outcomes have come. */
export interface Retrainer {
  /** Begins a training where one is due, and waits neither for it nor for the look whether one is. */
  beginIfDue(): void
  /** Ends what it began. */
  close(): Promise<void>
}

interface Deps extends Pick<Workspace, 'read' | 'clock' | 'tasks'> {
  train(horizonDays: number, asked: AbortSignal): Promise<ReportCard | null>
  /** Tickets and departures since a moment. */
  outcomesSince(since: number): Promise<number>
  /** Calls back now and then, until the answer is called. */
  every: (look: () => void) => () => void
}

/** Work of the console's own that nobody waits for. */
const UNATTENDED: ReadonlySet<string> = new Set(['evaluate', 'drain'])

/**
 *   an hour has passed, no task runs ─▶ due by time? ─▶ enough outcomes (a thread counts)? ─▶ train, as a task
 *
 * A training gives way as soon as a person's work begins, and is tried again an hour later. One that a person cancels is not
 * begun again that day.
 */
export function createRetraining({ read, clock, tasks, train, outcomesSince, every }: Deps): Retrainer {
  const underWay = createUnderWay()
  let notBefore = Number.NEGATIVE_INFINITY
  let stop: AbortController | null = null

  /** Whether a person’s work runs. `own`: how many trainings are no person’s. */
  const isBusy = (own: 0 | 1) => {
    const running = tasks.list().filter(({ state }) => state === 'running')
    const trainings = running.filter(({ title }) => title === TRAINING).length
    return trainings > own || running.some(({ kind, title }) => title !== TRAINING && !UNATTENDED.has(kind))
  }

  const trainAgain = async (horizonDays: number, now: number, asked: AbortController) => {
    let gaveWay = false
    const over = every(() => {
      if (!isBusy(1)) return
      gaveWay = true
      asked.abort()
    })
    try {
      const card = await train(horizonDays, asked.signal)
      if (card === null && !gaveWay) notBefore = now + DAY
    } catch (error) {
      // Too few outcomes: said where a person asks, and looked at again tomorrow.
      notBefore = now + DAY
      if (!(error instanceof FailureError)) throw error
    } finally {
      over()
    }
  }

  const look = async (now: number, asked: AbortController) => {
    const due = retrainingDue(read, now)
    if (!due || (await outcomesSince(due.since)) < due.wanted || asked.signal.aborted || isBusy(0)) return
    await trainAgain(due.horizonDays, now, asked)
  }

  return {
    beginIfDue: () => {
      const now = clock.now()
      if (stop || now < notBefore || isBusy(0)) return
      notBefore = now + HOUR
      const asked = new AbortController()
      stop = asked
      const ended = () => {
        stop = null
      }
      // What goes wrong is told by its task.
      underWay.follow(look(now, asked).then(ended, ended)).catch(() => {})
    },
    close: async () => {
      stop?.abort()
      await underWay.settled()
    },
  }
}
