import { z } from 'zod'
import { ms } from '../../shared/model/values.ts'
import { TRIGGER_ANSWERS, TRIGGER_FINDINGS, triggerFiguresSchema } from '../../shared/predict/trigger-card.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { LEADING } from '../../shared/roles.ts'
import { statement, type WriteDb } from '../cache/db.ts'
import { defineCommand } from '../cache/journal.ts'
import { findTrigger } from './store.ts'

const RESERVED = { roles: LEADING, to: 'decide about a trigger' }

const unknown = (id: string): Result<never> =>
  fail('not_found', `There is no trigger ${id}.`, 'The trigger may have been removed.', 'Check the list of triggers.')

const switchTo = (tx: WriteDb, id: string, enabled: boolean) =>
  tx.run(statement('UPDATE trigger SET enabled = ? WHERE id = ?', [enabled ? 1 : 0, id]))

/** A lead pauses or keeps a trigger that was proposed for pausing. Decision and switch commit together. */
export const decideTrigger = defineCommand({
  name: 'trigger.decide',
  args: z.strictObject({
    id: z.string().min(1),
    finding: z.enum(TRIGGER_FINDINGS),
    answer: z.enum(TRIGGER_ANSWERS),
    reason: z.string(),
    figures: triggerFiguresSchema,
    lookAt: ms,
  }),
  reserved: RESERVED,
  apply: (tx, { id: trigger, finding, answer, reason, figures, lookAt }, { id, actor, at }) => {
    const before = findTrigger(tx, trigger)
    if (!before) return unknown(trigger)
    tx.run(
      statement(
        `INSERT INTO trigger_decision (id, trigger_id, finding, answer, reason, figures, decided_by, decided_at, look_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, trigger, finding, answer, reason, JSON.stringify(figures), actor, at, lookAt],
      ),
    )
    if (answer === 'pause') switchTo(tx, trigger, false)
    const args = { decision: id, id: trigger, enabled: before.enabled }
    return ok({ value: null, undo: { command: 'trigger.withdraw', args } })
  },
})

/** The way back of such a decision: the trigger is on or off as before. */
export const withdrawTriggerDecision = defineCommand({
  name: 'trigger.withdraw',
  args: z.strictObject({ decision: z.string(), id: z.string(), enabled: z.boolean() }),
  reserved: RESERVED,
  apply: (tx, { decision, id, enabled }) => {
    if (!findTrigger(tx, id)) return unknown(id)
    tx.run(statement('DELETE FROM trigger_decision WHERE id = ?', [decision]))
    switchTo(tx, id, enabled)
    return ok({ value: null, undo: null })
  },
})
