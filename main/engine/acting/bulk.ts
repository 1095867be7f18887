import type { Clock } from '../../../shared/clock.ts'
import type { BulkAsk, BulkSummary, StartedMany, StartMany } from '../../../shared/intervention/bulk.ts'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { SECOND } from '../../../shared/trigger/duration.ts'
import type { ReadDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import {
  batchOf,
  count,
  emptyTally,
  finishBatch,
  getPlaybook,
  guardrailsOf,
  inOneGo,
  issuesOf,
  oneAtATime,
  ownPlaybooksOf,
  planMany,
  quietOverride,
  quietRefusal,
  startMany,
  startSome,
  summaryOf,
  takeBackSome,
  unfinishedBatches,
} from '../../intervention/door.ts'
import type { Decisions } from '../open/decisions.ts'
import type { TaskHandle, Tasks } from '../open/tasks.ts'

/** Plans answered, and interventions started, before others have their turn: a few milliseconds each. */
const PLANS = 100
const STARTS = 8

export interface Bulk {
  /** What a bulk outreach would come to. Writes nothing. */
  plan(ask: BulkAsk): Promise<Result<BulkSummary>>
  startMany(ask: StartMany): Promise<Result<StartedMany>>
  /** Goes on with what a crash, or an undo, has left to do. */
  settle(): Promise<void>
  /** Waits for what is under way; once the workspace closes, that stops where it is and goes on at the next opening. */
  close(): Promise<void>
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

/** Outreach to many accounts by one decision, made in small steps that can be watched and broken off. */
export function createBulk(deps: {
  writer: Writer
  read: ReadDb
  clock: Clock
  tasks: Tasks
  decide: Decisions['decide']
  /** The workspace closes: what stops now was not cancelled by a person. */
  closing: AbortSignal
}): Bulk {
  const { writer, read, clock, tasks, closing } = deps
  const underWay = new Map<string, Promise<void>>()

  const make = async (id: string, task: TaskHandle): Promise<void> => {
    for (;;) {
      const isMore = await writer.write('user', tx => startSome(tx, id, STARTS))
      const batch = batchOf(read, id)
      if (batch) task.progress(batch.next, batch.total, 'issues')
      if (closing.aborted) return
      if (!isMore || task.signal.aborted) break
    }
    const how = task.signal.aborted ? 'cancelled' : 'done'
    await writer.write('user', tx => finishBatch(tx, id, how, clock.wall()))
  }

  const unmake = async (id: string): Promise<void> => {
    let after: string | null = ''
    while (after !== null && !closing.aborted) {
      const from: string = after
      after = await writer.write('user', tx => takeBackSome(tx, id, from, clock.now()))
    }
  }

  /** Two calls for one batch are one. */
  const carryOn = (id: string): Promise<void> => {
    const known = underWay.get(id)
    if (known) return known
    const work = async () => {
      if (batchOf(read, id)?.state === 'running')
        await tasks.run('outreach', 'Starting outreach', task => make(id, task))
      if (batchOf(read, id)?.state === 'undoing') await tasks.run('outreach', 'Recalling outreach', () => unmake(id))
    }
    const run = work().finally(() => underWay.delete(id))
    underWay.set(id, run)
    return run
  }

  return {
    plan: async ask => {
      const playbookOf = rememberedPlaybooks(read)
      const one = ask.playbookId
      const playbook = one === undefined ? null : playbookOf(one)
      if (one !== undefined && !playbook)
        return fail('not_found', 'Nothing was planned.', `There is no playbook ${ask.playbookId}.`, 'Choose another.')
      const overrides = quietOverride(ask.inQuietHours)
      const refusal = playbook ? quietRefusal(playbook, overrides) : oneAtATime(ask)
      if (refusal) return refusal
      const now = clock.now()
      const { ids, more } = issuesOf(read, ask)
      return tasks.run('outreach', playbook ? `Planning “${playbook.name}”` : 'Planning outreach', async task => {
        const tally = emptyTally()
        const go = inOneGo(now, ids.length)
        for (let at = 0; at < ids.length; at += PLANS) {
          if (task.signal.aborted) return cancelled
          const some = ids.slice(at, at + PLANS)
          const plans = playbook
            ? some.map(issueId => ({ issueId, playbookId: playbook.id }))
            : ownPlaybooksOf(read, some)
          count(read, tally, playbookOf, planMany(read, plans, now, go, overrides), now, ask.words)
          task.progress(Math.min(at + PLANS, ids.length), ids.length, 'issues')
          await turn()
        }
        return ok(summaryOf(read, tally, { playbookId: one ?? null, issueIds: ids, more }))
      })
    },
    startMany: async ask => {
      const undoMs = guardrailsOf(read).undoSeconds * SECOND
      const decided = await deps.decide(startMany, { ...ask, wallNow: clock.wall(), undoMs })
      if (!decided.ok) return decided
      const { batchId } = decided.value.value
      await carryOn(batchId)
      const { started = 0, held = 0, heldOut = 0, refused = 0 } = batchOf(read, batchId) ?? {}
      return ok({ batchId, journalId: decided.value.journalId, started, held, heldOut, refused })
    },
    settle: async () => {
      for (const { id } of closing.aborted ? [] : read.all(unfinishedBatches)) await carryOn(id)
    },
    close: async () => {
      await Promise.allSettled(underWay.values())
    },
  }
}

/** Playbooks by id, each read once. */
function rememberedPlaybooks(read: ReadDb): (id: string) => Playbook | null {
  const known = new Map<string, Playbook | null>()
  return id => {
    const found = known.get(id) ?? getPlaybook(read, id)?.playbook ?? null
    known.set(id, found)
    return found
  }
}

const cancelled = fail(
  'cancelled',
  'Nothing was planned.',
  'The plan was cancelled.',
  'Plan the start again at any time.',
)
