import { statement, type WriteDb } from '../../cache/db.ts'
import type { DecidedAt } from '../message/queue-message.ts'
import { programOf } from '../playbook/run-program.ts'
import { advance } from './advance.ts'
import { settleSteps } from './run-end.ts'
import { factsAtStart, runById, runFacts, stepsOf } from './run-facts.ts'
import { carryOut } from './run-step.ts'
import type { Beginning } from './run-work.ts'

/**
 *   settle what ended ─▶ gather facts ─▶ advance ─▶ carry out, keep position ─┐
 *        ▲                                                                     │ passed over or refused at once
 *        └─────────────────────────────────────────────────────────────────────┘
 *
 * Takes one run as far as it goes, in the transaction it is called in: steps, outbox rows and position commit together,
 * so that a crash at any point leaves the run where it was before or where it is after. Returns whether anything moved.
 */
export function carryOn(tx: WriteDb, id: string, moment: DecidedAt, beginning: Beginning | null = null): boolean {
  let moved = false
  for (;;) {
    const run = tx.get(runById(id))
    if (run?.state !== 'running') return moved
    let steps = tx.all(stepsOf(id))
    if (steps.some(({ state }) => state === 'open') && settleSteps(tx, run, moment.now)) {
      moved = true
      steps = tx.all(stepsOf(id))
    }
    const program = programOf(tx, run)
    if (!program) throw new Error(`the playbook of run ${id} has no version ${run.playbookVersion}`)
    const point = { position: run.position, wakeAt: run.wakeAt }
    // The caller that begins it has looked at the issue a moment ago, in this very transaction.
    const begins = beginning !== null && steps.length === 0
    const facts = begins ? factsAtStart(tx, run.issueId, moment.now) : runFacts(tx, run, steps, moment.now)
    const { effects, position, wakeAt } = advance(program, point, facts, moment.now)
    if (position !== run.position || wakeAt !== run.wakeAt) {
      tx.run(statement('UPDATE intervention SET position = ?, wake_at = ? WHERE id = ?', [position, wakeAt, id]))
      moved = true
    }
    let again = false
    for (const [i, effect] of effects.entries()) {
      moved = true
      again = carryOut({ tx, run, steps, moment, beginning }, effect, steps.length + i)
    }
    if (!again) return moved
  }
}
