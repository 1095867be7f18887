import type { z } from 'zod'
import { playbookSchema } from '../../../shared/intervention/playbook.ts'
import { triggerSchema } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Titles } from './groups.ts'

/** Names of triggers and playbooks, those that nobody uses any longer included. */
export function titlesOf(db: ReadDb): Titles {
  const definitions = <T extends z.ZodType>(table: 'trigger' | 'playbook', schema: T) =>
    db
      .all(query<{ definition: string }>(`SELECT definition FROM ${table}`))
      .map(row => schema.parse(JSON.parse(row.definition)))
  return {
    triggers: new Map(definitions('trigger', triggerSchema).map(({ id, title }) => [id, title])),
    playbooks: new Map(definitions('playbook', playbookSchema).map(({ id, name }) => [id, name])),
  }
}
