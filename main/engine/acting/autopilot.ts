import type { Clock } from '../../../shared/clock.ts'
import { DAY, MINUTE, SECOND } from '../../../shared/trigger/duration.ts'
import type { ReadDb } from '../../cache/db.ts'
import {
  type AutopilotRow,
  autopilotAllowed,
  cardOf,
  flying,
  freshIssues,
  guardrailsOf,
  ruleReason,
  startAutopilot,
  startedSince,
  stopAutopilot,
  stopReason,
  stopRuleView,
} from '../../intervention/door.ts'
import { proportion } from '../../measure/door.ts'
import type { Decisions } from '../open/decisions.ts'

/** Who decides when no person does. */
export const AUTOPILOT = 'autopilot'

/** How far back a report card looks; it never looks at what was before autopilot was last switched on. */
const CARD = 90 * DAY
/** How often it looks although nothing was evaluated: caps free up with time. Machine time, ms. */
const EVERY = MINUTE

export const cardSince = (row: Pick<AutopilotRow, 'changedAt'>, now: number): number =>
  Math.max(row.changedAt, now - CARD)

export interface Autopilot {
  /** Starts what may be started, stops what must stop. */
  run(): Promise<void>
  runIfDue(): Promise<void>
  settled(): Promise<void>
}

/**
 *   each trigger that is on ─▶ stop rule or report card bad? ─▶ stop, and say why
 *                          └─▶ new issues ─▶ start its playbook, up to the cap of 24 hours
 *
 * Only the leading process starts playbooks, so that two processes cannot start one twice. Every process applies stop rules:
 * a sync from the command line, which leads nothing, must not pass over harm that a rule has found. Its decisions are journalled like a
 * person's; preflight, approvals and the holdout apply to them as to anybody's.
 */
export function createAutopilot(deps: {
  read: ReadDb
  clock: Clock
  decide: Decisions['decide']
  leads: () => boolean
}): Autopilot {
  const { read, clock, decide, leads } = deps
  let last: Promise<unknown> = Promise.resolve()
  let lookedAt = Number.NEGATIVE_INFINITY
  /** Starts that failed for another reason than preflight's; they are not tried again and again. */
  const hopeless = new Set<number>()

  const one = async (row: AutopilotRow & { playbookId: string }): Promise<void> => {
    const { triggerId, playbookId, dailyCap, changedAt } = row
    const now = clock.now()
    const because =
      ruleReason(stopRuleView(read, triggerId, playbookId, now)) ??
      stopReason(cardOf(read, triggerId, cardSince(row, now), now), proportion)
    if (because !== null) {
      await decide(stopAutopilot, { triggerId, because })
      return
    }
    if (!leads()) return
    const room = dailyCap - startedSince(read, triggerId, now - DAY)
    if (room <= 0) return
    const undoMs = guardrailsOf(read).undoSeconds * SECOND
    const wanted = { triggerId, since: changedAt, limit: room, without: hopeless }
    for (const issueId of freshIssues(read, wanted, now)) {
      const started = await decide(startAutopilot, { triggerId, issueId, playbookId, wallNow: clock.wall(), undoMs })
      if (started.ok) continue
      // Switched off, or full, since the look at it: the others need not be tried.
      if (started.error.kind === 'conflict') return
      hopeless.add(issueId)
    }
  }

  const all = async (): Promise<void> => {
    if (!autopilotAllowed(read)) return
    lookedAt = clock.wall()
    for (const row of read.all(flying)) await one(row)
  }

  const run = (): Promise<void> => {
    const next = last.then(all)
    last = next.catch(() => {})
    return next
  }
  return {
    run,
    runIfDue: async () => {
      if (clock.wall() - lookedAt >= EVERY) await run()
    },
    settled: () => last.then(() => {}),
  }
}
