import { z } from 'zod'
import { type Playbook, playbookSchema } from '../../../shared/intervention/playbook.ts'
import { fail, ok } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { playbookOf } from '../../cache/definitions.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'
import { templateProblems } from './check.ts'
import { figuresFor } from './figures.ts'
import { outagePlaybooks, starterPlaybooks } from './starter-playbooks.ts'

interface StoredPlaybook {
  playbook: Playbook
  version: number
}

const allPlaybooks = query<{ definition: string }>('SELECT definition FROM playbook ORDER BY id')

/** All playbooks, by id. */
export const listPlaybooks = (db: ReadDb): Playbook[] => db.kept(allPlaybooks).map(row => playbookOf(row.definition))

/** One playbook with its version; null where there is none. */
export function getPlaybook(db: ReadDb, id: string): StoredPlaybook | null {
  const [row] = db.kept(
    query<{ definition: string; version: number }>('SELECT definition, version FROM playbook WHERE id = ?', [id]),
  )
  return row ? { playbook: playbookOf(row.definition), version: row.version } : null
}

/** A playbook as it was saved in one of its versions, as JSON: a run goes on with the one it started with. */
export const definitionOf = (db: ReadDb, id: string, version: number): string | null =>
  db.get(
    query<{ definition: string }>('SELECT definition FROM playbook_version WHERE id = ? AND version = ?', [
      id,
      version,
    ]),
  )?.definition ?? null

/** Every version that was ever saved, newest first, with how many runs still go on with it. */
export const listVersions = (db: ReadDb, id: string): { version: number; playbook: Playbook; running: number }[] =>
  db
    .all(
      query<{ version: number; definition: string; running: number }>(
        `SELECT version, definition, (SELECT count(*) FROM intervention i WHERE i.state = 'running'
             AND i.playbook_id = v.id AND i.playbook_version = v.version) AS running
         FROM playbook_version v WHERE id = ? ORDER BY version DESC`,
        [id],
      ),
    )
    .map(({ version, definition, running }) => ({
      version,
      playbook: playbookOf(definition),
      running,
    }))

const keepVersion = (tx: WriteDb, id: string) =>
  tx.run(
    statement(
      `INSERT INTO playbook_version (id, version, definition) SELECT id, version, definition FROM playbook WHERE id = ?
         ON CONFLICT DO NOTHING`,
      [id],
    ),
  )

/**
 * Gives a workspace the starter playbooks that it does not have yet; what a person changed stays. Their templates come
 * reviewed, so that their first use asks nobody.
 */
export function seedPlaybooks(tx: WriteDb): void {
  for (const playbook of [...starterPlaybooks(), ...outagePlaybooks()]) {
    tx.run(
      statement(
        `INSERT INTO playbook (id, version, definition, approved_version) VALUES (?, 1, ?, 1) ON CONFLICT DO NOTHING`,
        [playbook.id, JSON.stringify(playbook)],
      ),
    )
    keepVersion(tx, playbook.id)
  }
}

/** Creates or changes a playbook; its templates are checked before anything is saved. Every version is kept. */
export const savePlaybook = defineCommand({
  name: 'playbook.save',
  args: playbookSchema,
  apply: (tx, playbook) => {
    const [problem] = templateProblems(playbook, figuresFor(tx, playbook.id))
    if (problem)
      return fail(
        'invalid',
        `“${playbook.name}” cannot be saved.`,
        `At ${problem.path}: ${problem.problem}`,
        'Correct the template. Nothing was changed.',
      )
    const before = getPlaybook(tx, playbook.id)
    tx.run(
      statement(
        `INSERT INTO playbook (id, version, definition) VALUES (?, 1, ?)
           ON CONFLICT DO UPDATE SET version = version + 1, definition = excluded.definition`,
        [playbook.id, JSON.stringify(playbook)],
      ),
    )
    keepVersion(tx, playbook.id)
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
    tx.run(statement('DELETE FROM playbook_version WHERE id = ?', [id]))
    return ok({ value: null, undo: { command: 'playbook.save', args: before.playbook as Json } })
  },
})
