import { z } from 'zod'
import { fail, ok, type Result } from '../../shared/result.ts'
import { triggerSchema } from '../../shared/trigger/trigger.ts'
import { query, type ReadDb, statement } from '../cache/db.ts'
import { defineCommand, type Json } from '../cache/journal.ts'
import { decideTrigger, withdrawTriggerDecision } from './decide-trigger.ts'
import { findTrigger, playbookExists } from './store.ts'

const idSchema = z.string().min(1)

function playbookFor(db: ReadDb, title: string, playbook: string): Result<null> {
  if (playbookExists(db, playbook)) return ok(null)
  return fail(
    'refused',
    `“${title}” cannot be turned on.`,
    `The playbook ${playbook} does not exist.`,
    'Create that playbook, or choose another for this trigger.',
  )
}

const unknown = (id: string): Result<never> =>
  fail('not_found', `There is no trigger ${id}.`, 'The trigger may have been removed.', 'Check the list of triggers.')

/** Creates a trigger (switched off) or changes one. Undo brings the definition before it back. */
export const saveTrigger = defineCommand({
  name: 'trigger.save',
  args: triggerSchema,
  apply: (tx, definition) => {
    const before = findTrigger(tx, definition.id)
    if (before?.enabled) {
      const playbook = playbookFor(tx, definition.title, definition.playbook)
      if (!playbook.ok) return playbook
    }
    tx.run(
      statement(
        `INSERT INTO trigger (id, version, enabled, definition) VALUES (?, 1, 0, ?)
         ON CONFLICT DO UPDATE SET version = version + 1, definition = excluded.definition`,
        [definition.id, JSON.stringify(definition)],
      ),
    )
    const undo = before
      ? { command: 'trigger.save', args: before.definition as Json }
      : { command: 'trigger.remove', args: { id: definition.id } }
    return ok({ value: null, undo })
  },
})

/** Takes back a trigger that was just made; one that has ever fired stays, because its signals name it. */
export const removeTrigger = defineCommand({
  name: 'trigger.remove',
  args: z.strictObject({ id: idSchema }),
  apply: (tx, { id }) => {
    const before = findTrigger(tx, id)
    if (!before) return unknown(id)
    if (before.enabled || tx.get(query('SELECT 1 FROM signal WHERE trigger_id = ? LIMIT 1', [id])))
      return fail(
        'refused',
        `“${before.definition.title}” was not removed.`,
        'The trigger is on, or has fired before.',
        'Turn the trigger off instead.',
      )
    tx.run(statement('DELETE FROM trigger WHERE id = ?', [id]))
    return ok({ value: null, undo: { command: 'trigger.save', args: before.definition as Json } })
  },
})

/** Switches a trigger on or off. On only with its playbook in place. */
export const setTriggerEnabled = defineCommand({
  name: 'trigger.setEnabled',
  args: z.strictObject({ id: idSchema, enabled: z.boolean() }),
  apply: (tx, { id, enabled }) => {
    const before = findTrigger(tx, id)
    if (!before) return unknown(id)
    if (enabled) {
      const playbook = playbookFor(tx, before.definition.title, before.definition.playbook)
      if (!playbook.ok) return playbook
    }
    tx.run(statement('UPDATE trigger SET enabled = ? WHERE id = ?', [enabled ? 1 : 0, id]))
    return ok({ value: null, undo: { command: 'trigger.setEnabled', args: { id, enabled: before.enabled } } })
  },
})

export const triggerCommands = [saveTrigger, removeTrigger, setTriggerEnabled, decideTrigger, withdrawTriggerDecision]
