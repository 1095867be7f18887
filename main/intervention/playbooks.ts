import { z } from 'zod'
import { type Playbook, playbookSchema } from '../../shared/playbook.ts'
import { fail, ok } from '../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { defineCommand, type Json } from '../cache/journal.ts'
import { checkTemplates } from './render.ts'
import { starterPlaybooks } from './starter-playbooks.ts'

interface StoredPlaybook {
  playbook: Playbook
  version: number
}

const rows = query<{ definition: string }>('SELECT definition FROM playbook ORDER BY id')

/** All playbooks, by id. */
export const listPlaybooks = (db: ReadDb): Playbook[] =>
  db.all(rows).map(row => playbookSchema.parse(JSON.parse(row.definition)))

/** One playbook with its version; null where there is none. */
export function getPlaybook(db: ReadDb, id: string): StoredPlaybook | null {
  const row = db.get(
    query<{ definition: string; version: number }>('SELECT definition, version FROM playbook WHERE id = ?', [id]),
  )
  return row ? { playbook: playbookSchema.parse(JSON.parse(row.definition)), version: row.version } : null
}

/** Gives a workspace the starter playbooks that it does not have yet; what a person changed stays. */
export function seedPlaybooks(tx: WriteDb): void {
  for (const playbook of starterPlaybooks)
    tx.run(
      statement('INSERT INTO playbook (id, version, definition) VALUES (?, 1, ?) ON CONFLICT DO NOTHING', [
        playbook.id,
        JSON.stringify(playbook),
      ]),
    )
}

/** Creates or changes a playbook; its templates are checked before anything is saved. */
export const savePlaybook = defineCommand({
  name: 'playbook.save',
  args: playbookSchema,
  apply: (tx, playbook) => {
    const checked = checkTemplates(playbook)
    if (!checked.ok) return checked
    const before = getPlaybook(tx, playbook.id)
    tx.run(
      statement(
        `INSERT INTO playbook (id, version, definition) VALUES (?, 1, ?)
           ON CONFLICT DO UPDATE SET version = version + 1, definition = excluded.definition`,
        [playbook.id, JSON.stringify(playbook)],
      ),
    )
    const undo = before
      ? { command: 'playbook.save', args: before.playbook as Json }
      : { command: 'playbook.remove', args: { id: playbook.id } }
    return ok({ value: null, undo })
  },
})

/** The way back of a playbook's creation. What was started with it keeps it in place. */
export const removePlaybook = defineCommand({
  name: 'playbook.remove',
  args: z.object({ id: z.string() }),
  apply: (tx, { id }) => {
    const before = getPlaybook(tx, id)
    if (!before) return fail('not_found', 'Nothing was removed.', 'There is no such playbook.', 'Check its name.')
    const used = query('SELECT 1 FROM intervention WHERE playbook_id = ? LIMIT 1', [id])
    const wanted = query('SELECT 1 FROM issue WHERE playbook_id = ? LIMIT 1', [id])
    if (tx.get(used) || tx.get(wanted))
      return fail('conflict', 'Nothing was removed.', 'The playbook is in use.', 'Change it instead.')
    tx.run(statement('DELETE FROM playbook WHERE id = ?', [id]))
    return ok({ value: null, undo: { command: 'playbook.save', args: before.playbook as Json } })
  },
})
