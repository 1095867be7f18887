import type { ModelDrift } from '../../../shared/predict/model-drift.ts'
import type { ReportCard, RiskReasons } from '../../../shared/predict/report-card.ts'
import type { RiskHistory } from '../../../shared/predict/risk-history.ts'
import { FailureError } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { query } from '../../cache/db.ts'
import { startThread } from '../../cache/thread.ts'
import { keepTrained } from '../../predict/door.ts'
import type { Workspace } from '../open/open.ts'
import { createUnderWay } from '../under-way.ts'
import type { OutcomeQuestion, OutcomeReply } from './outcome-worker.ts'
import { createRiskHistory, type HistoryAsk } from './risk-history.ts'
import { createShortThreads } from './short-threads.ts'

/** What is asked about the risk of an account or of an issue, UTC ms of the workspace's clock. */
export interface WhyAsk {
  accountId?: number | undefined
  issueId?: number | undefined
  at?: number | undefined
  before?: number | undefined
}

export interface Models {
  /** Trains in a thread, as a task that can be cancelled, also by who asks; null when it was. Throws `FailureError`. */
  train(horizonDays: number, asked?: AbortSignal): Promise<ReportCard | null>
  /** How far what the model in use looks at has moved since its training; null where no model is in use. */
  drift(): Promise<ModelDrift | null>
  /** Tickets and departures since a moment, UTC ms. */
  outcomesSince(since: number): Promise<number>
  /** Why an account or an issue has its risk at a moment, and what changed since another. Throws `FailureError`. */
  why(ask: WhyAsk): Promise<RiskReasons>
  /** How the risk of an account or an issue went, as it was kept. */
  history(ask: HistoryAsk): RiskHistory
  /** Ends the threads. */
  close(): Promise<void>
}

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './outcome-worker.ts' : './outcome-worker.js', import.meta.url)
/** What a training is called among the tasks. */
export const TRAINING = 'Training the model'
/** The same data train the same model. */
const SEED = 1

const nameOfIssue = (id: number) =>
  query<{ name: string }>('SELECT a.name FROM issue i JOIN account a ON a.id = i.account_id WHERE i.id = ?', [id])
const trainedAtOf = (id: number) =>
  query<{ at: number | null }>('SELECT trained_at AS at FROM model WHERE id = ?', [id])
const nameOf = (id: number) => query<{ name: string }>('SELECT name FROM account WHERE id = ?', [id])

export function createModels({
  file,
  read,
  writer,
  clock,
  tasks,
  onChosen,
}: Pick<Workspace, 'file' | 'read' | 'writer' | 'clock' | 'tasks'> & {
  /** Scores by the new model. */
  onChosen: () => Promise<unknown>
}): Models {
  const underWay = createUnderWay()
  const threads = createShortThreads(() => startThread<OutcomeQuestion, OutcomeReply>(WORKER, { file }))
  const train = async (horizonDays: number, asked?: AbortSignal) => {
    const card = await trained(horizonDays, asked)
    if (card?.chosen) await onChosen()
    return card
  }
  const trained = (horizonDays: number, asked?: AbortSignal) =>
    tasks.run('analyse', TRAINING, async ({ id, signal, progress }) => {
      asked?.addEventListener('abort', () => tasks.cancel(id))
      const question = { ask: 'train' as const, now: clock.now(), horizon: horizonDays * DAY, seed: SEED }
      try {
        const reply = await threads.during(
          thread => thread.ask(question, { progress: done => progress(done, 100, '%') }),
          signal,
        )
        if (reply.reply !== 'trained' || !reply.body) throw new FailureError(tooFew(horizonDays))
        await keepTrained(writer, question.now, reply.body)
        return reply.body.card
      } catch (error) {
        if (signal.aborted) return null
        throw error
      }
    })
  const why = async ({ accountId, issueId, at = clock.now(), before }: WhyAsk) => {
    const isIssue = issueId !== undefined
    const account = read.get(isIssue ? nameOfIssue(issueId) : nameOf(accountId ?? 0))?.name
    if (account === undefined) throw new FailureError(isIssue ? noIssue(issueId) : noAccount(accountId ?? 0))
    const asked = { account: accountId ?? null, issue: issueId ?? null, at, before: before ?? null }
    const reply = await threads.during(thread => thread.ask({ ask: 'why', ...asked }))
    if (reply.reply !== 'why' || !reply.reasons) throw new FailureError(isIssue ? nothingKept : noModel)
    return { account, ...reply.reasons }
  }
  const drift = async (): Promise<ModelDrift | null> => {
    const at = clock.now()
    const reply = await threads.during(thread => thread.ask({ ask: 'drift', at }))
    if (reply.reply !== 'drift' || !reply.drift) return null
    return { ...reply.drift, trainedAt: read.get(trainedAtOf(reply.drift.modelId))?.at ?? null, at }
  }
  const outcomesSince = async (since: number) => {
    const reply = await threads.during(thread => thread.ask({ ask: 'since', since, now: clock.now() }))
    return reply.reply === 'since' ? reply.outcomes : 0
  }
  return {
    outcomesSince: since => underWay.follow(outcomesSince(since)),
    drift: () => underWay.follow(drift()),
    train: (days, asked) => underWay.follow(train(days, asked)),
    why: ask => underWay.follow(why(ask)),
    history: createRiskHistory(read),
    close: async () => {
      await threads.stop()
      await underWay.settled()
    },
  }
}

const tooFew = (days: number) => ({
  kind: 'conflict' as const,
  what: 'There are too few outcomes to train on.',
  why: `A model needs accounts that contacted support or left within ${days} days, and accounts that did not, over at least two such spans of history.`,
  todo: 'Import more history, or choose a shorter horizon. Until then, base rates are used.',
})

const noAccount = (id: number) => ({
  kind: 'not_found' as const,
  what: `There is no account ${id}.`,
  why: 'The account may have been merged or erased.',
  todo: 'List accounts with account.list.',
})

const noIssue = (id: number) => ({
  kind: 'not_found' as const,
  what: `There is no issue ${id}.`,
  why: 'The issue may belong to another workspace.',
  todo: 'List issues with queue.list.',
})

const nothingKept = {
  kind: 'conflict' as const,
  what: 'Nothing was kept of this issue at that moment.',
  why: 'The issue was opened later, or its score is older than what is kept.',
  todo: 'Choose a later moment.',
}

const noModel = {
  kind: 'conflict' as const,
  what: 'No trained model explains this account at that moment.',
  why: 'No model is in use, or the account was no customer then.',
  todo: 'Train a model first, or choose a moment at which the account was a customer.',
}
