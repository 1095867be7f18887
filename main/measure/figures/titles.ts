import { query, type ReadDb } from '../../cache/db.ts'
import { playbookOf, triggerOf } from '../../cache/definitions.ts'
import type { Titles } from './groups.ts'

/** Names of triggers and playbooks, those that nobody uses any longer included. */
export function titlesOf(db: ReadDb): Titles {
  const definitions = (table: 'trigger' | 'playbook') =>
    db.all(query<{ definition: string }>(`SELECT definition FROM ${table}`)).map(row => row.definition)
  return {
    triggers: new Map(
      definitions('trigger')
        .map(triggerOf)
        .map(({ id, title }) => [id, title]),
    ),
    playbooks: new Map(
      definitions('playbook')
        .map(playbookOf)
        .map(({ id, name }) => [id, name]),
    ),
  }
}
