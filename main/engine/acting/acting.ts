import type { Decisions } from '../open/decisions.ts'
import type { Workspace } from '../open/open.ts'
import { closeAll, type Part } from '../part.ts'
import type { SecretStore } from '../secrets-store.ts'
import { AUTOPILOT, type Autopilot, createAutopilot } from './autopilot.ts'
import { type Bulk, createBulk } from './bulk.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import { createDesk, type Desk } from './desk.ts'
import { createFixes } from './fixes.ts'
import { logGhosts } from './ghosts.ts'
import { createRunning, moveRuns } from './running.ts'

/** What is done about issues: messages and fixes leave, runs go on, and autopilot starts some. */
export interface Acting extends Pick<Decisions, 'undo'> {
  delivery: Delivery
  bulk: Bulk
  /** Filtered, sorted and grouped lists of the queue. */
  desk: Desk
  autopilot: Autopilot
  /** Begins to look at fixes of which nobody knows yet whether they worked; waits for no system. */
  lookAtFixes(): void
  /** Logs the messages that held-out accounts would be sent now. */
  logGhosts(): Promise<void>
  /** Takes on the runs that may move. */
  moveRunsIfDue(): Promise<void>
}

export function openActing(workspace: Workspace, deps: { secrets: SecretStore; random: () => number }): Part<Acting> {
  const { leadership } = workspace
  const bulk = createBulk(workspace)
  const running = createRunning(workspace)
  const desk = createDesk(workspace)
  const fixes = createFixes({ ...workspace, ...deps })
  const delivery = createDelivery({ ...workspace, ...deps, lead: leadership.lead })
  const own = workspace.decisionsOf(AUTOPILOT)
  const autopilot = createAutopilot({ ...workspace, decide: own.decide, leads: leadership.leads })
  workspace.changes.subscribe('changed', ({ tables }) => running.changed(tables))
  return {
    bulk,
    desk,
    autopilot,
    delivery: {
      ...delivery,
      // What left lets its run go on, for a shell without background too.
      drain: async () => {
        const drained = await delivery.drain()
        await fixes.look()
        await moveRuns(workspace)
        await logGhosts(workspace)
        return drained
      },
    },
    lookAtFixes: fixes.lookIfDue,
    logGhosts: () => logGhosts(workspace),
    moveRunsIfDue: running.moveIfDue,
    undo: async id => {
      const undone = await workspace.undo(id)
      if (undone.ok) await bulk.settle()
      return undone
    },
    close: () => closeAll([bulk, { close: autopilot.settled }, fixes, delivery, desk]),
  }
}
