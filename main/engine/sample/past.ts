import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { startIntervention } from '../../intervention/door.ts'
import { confirmOutcome } from '../../outcome/door.ts'
import { dismiss } from '../../queue/door.ts'
import { createDelivery } from '../acting/delivery.ts'
import { logGhosts } from '../acting/ghosts.ts'
import { moveRuns } from '../acting/running.ts'
import { commands } from '../commands.ts'
import type { Idle } from '../idle.ts'
import { createPipeline } from '../learning/pipeline.ts'
import { createDecisions, type Decisions } from '../open/decisions.ts'
import type { TaskHandle, Tasks } from '../open/tasks.ts'
import type { WorkspaceIdentity } from '../open/workspace.ts'
import { letCustomersReply } from './reply.ts'

/** Weeks that were worked before today, messages and dismissals in each. */
const WEEKS = 12
const MESSAGES = 16
const DISMISSALS = 2
/** Outcomes of the last weeks are left for the person who explores. */
const LEFT_FOR_THE_PERSON = 2 * 7 * DAY

/** Who worked the simulated shop before anybody opened it. */
const ACTOR = 'sample specialist'

interface Deps {
  writer: Writer
  read: ReadDb
  file: string
  tasks: Tasks
  dir: string
  identity: WorkspaceIdentity
  random: () => number
  lead: () => Promise<boolean>
  idle: Pick<Idle, 'during'>
}

/**
 * Lives through the weeks before `now` in the simulated shop, week by week: evaluate, write to the first few of the
 * queue, let the customers answer to it, dismiss a few, confirm what followed. The same engine does it with the same commands, so what the sample shows
 * of outcomes is what followed these messages, and the journal tells who decided.
 */
export const liveSamplePast = (deps: Deps, now: number): Promise<void> =>
  deps.tasks.run('sample', 'Replaying the last 12 weeks', async task => {
    // The middle of a weekday in Europe, so that most recipients are awake.
    const noon = Math.floor(now / DAY) * DAY + 11 * HOUR
    for (let week = WEEKS; week > 0 && !task.signal.aborted; week--) {
      task.progress(WEEKS - week, WEEKS, 'weeks')
      await liveOneWeek(deps, task, noon - week * 7 * DAY, noon)
    }
  })

async function liveOneWeek(deps: Deps, task: TaskHandle, at: number, end: number): Promise<void> {
  const clock = { now: () => at, wall: () => at }
  let n = 0
  const decisions = createDecisions(deps.writer, commands, () => ({
    id: `sample-${at / DAY}-${n++}`,
    actor: ACTOR,
    device: 'sample',
    at,
  }))
  await createPipeline({ ...deps, clock, tasks: silent(task), closing: task.signal }).run(false)
  for (const issue of deps.read.all(firstOfQueue(MESSAGES)))
    await decisions.decide(startIntervention, {
      issueId: issue.id,
      playbookId: issue.playbookId,
      overrides: [],
      wallNow: at,
      undoMs: 0,
    })
  await createDelivery({ ...deps, clock, secrets: noSecrets }).drain()
  await moveRuns({ ...deps, clock })
  await logGhosts({ ...deps, clock })
  await letCustomersReply(deps.read, deps.writer, at)
  const last = deps.read.all(lastOfQueue(DISMISSALS)).map(({ id }) => id)
  if (last.length > 0) await decisions.decide(dismiss, { ids: last, reason: 'false_positive', note: '' })
  await confirmSome(deps.read, decisions, Math.min(at, end - LEFT_FOR_THE_PERSON))
}

async function confirmSome(read: ReadDb, decisions: Decisions, before: number): Promise<void> {
  for (const { interventionId, proposal } of read.all(proposedBefore(before)))
    await decisions.decide(confirmOutcome, { interventionId, outcome: proposal })
}

/** The weeks are one task for the person who waits, not twelve. */
const silent = (task: TaskHandle): Tasks => ({
  run: (_kind, _title, work) => work({ id: task.id, signal: task.signal, progress: () => {} }),
  list: () => [],
  cancel: () => false,
  cancelAll: () => {},
})

const noSecrets = { get: async () => null, set: async () => {} }

const firstOfQueue = (limit: number) =>
  query<{ id: number; playbookId: string }>(
    "SELECT id, playbook_id AS playbookId FROM issue WHERE state = 'open' ORDER BY priority DESC, id LIMIT ?",
    [limit],
  )

const lastOfQueue = (limit: number) =>
  query<{ id: number }>("SELECT id FROM issue WHERE state = 'open' ORDER BY priority, id LIMIT ?", [limit])

const proposedBefore = (at: number) =>
  query<{ interventionId: string; proposal: 'avoided' | 'quiet' | 'contacted' | 'left' }>(
    `SELECT o.intervention_id AS interventionId, o.proposal FROM outcome o
     JOIN intervention v ON v.id = o.intervention_id
     WHERE o.judged IS NULL AND o.proposal IS NOT NULL AND v.exposed_at < ?`,
    [at],
  )
