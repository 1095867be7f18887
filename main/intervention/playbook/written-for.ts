import type { Playbook } from '../../../shared/intervention/playbook.ts'
import { query, type ReadDb } from '../../cache/db.ts'

const named = query<{ triggerId: string; playbookId: string; title: string }>(
  `SELECT id AS triggerId, json_extract(definition, '$.playbook') AS playbookId, json_extract(definition, '$.title') AS title
   FROM trigger ORDER BY id`,
)

/** Triggers that hold for these issues, and the playbook that each issue is given. `issues`: JSON list of ids. */
const holding = (issues: string) =>
  query<{ issueId: number; playbookId: string; triggerId: string | null }>(
    `SELECT i.id AS issueId, i.playbook_id AS playbookId, s.trigger_id AS triggerId
     FROM json_each($issues) k CROSS JOIN issue i ON i.id = k.value
       LEFT JOIN signal s INDEXED BY signal_issue ON s.issue_id = i.id AND s.cleared_at IS NULL`,
    { issues },
  )

export interface Misfit {
  /** Titles of the triggers that name the playbook; empty where it fits every issue asked about. */
  writtenFor: string[]
  /** The issues for which none of them holds. */
  issueIds: number[]
}

/**
 * For which of these issues a playbook was not written: triggers name it, and none of theirs holds. Its text may say what
 * is not true of them. One that no trigger names fits whatever its categories are.
 */
export function misfits(db: ReadDb, issueIds: readonly number[]): (playbookId: string) => Misfit {
  const triggers = Map.groupBy(db.kept(named), ({ playbookId }) => playbookId)
  const rows = [...Map.groupBy(db.all(holding(JSON.stringify(issueIds))), ({ issueId }) => issueId)]
  return playbookId => {
    const naming = triggers.get(playbookId) ?? []
    const ids = new Set<string | null>(naming.map(({ triggerId }) => triggerId))
    const fits = (row: { playbookId: string; triggerId: string | null }) =>
      row.playbookId === playbookId || ids.has(row.triggerId)
    const others = naming.length === 0 ? [] : rows.filter(([, all]) => !all.some(fits)).map(([id]) => id)
    return { writtenFor: others.length === 0 ? [] : naming.map(({ title }) => title), issueIds: others }
  }
}

/** So many firings of a trigger are looked at: an example is wanted, not the first of a million. */
const NEWEST = 500

const ofTriggers = (playbookId: string) =>
  query<{ id: number }>(
    `WITH written AS (SELECT id FROM trigger WHERE json_extract(definition, '$.playbook') = ?)
     SELECT i.id FROM written w CROSS JOIN json_each((SELECT json_group_array(issue_id) FROM (
         SELECT s.issue_id FROM signal s INDEXED BY signal_trigger
         WHERE s.trigger_id = w.id AND s.cleared_at IS NULL ORDER BY s.fired_at DESC LIMIT ${NEWEST}))) newest
       CROSS JOIN issue i ON i.id = newest.value
     WHERE i.state = 'open' ORDER BY i.priority DESC, i.id LIMIT 1`,
    [playbookId],
  )
const ofCategories = (categories: readonly string[]) =>
  query<{ id: number }>(
    `SELECT i.id FROM json_each(?) c CROSS JOIN issue i ON i.id = (
       SELECT f.id FROM issue f INDEXED BY issue_queue_category
       WHERE f.state = 'open' AND f.category = c.value ORDER BY f.priority DESC, f.id LIMIT 1)
     ORDER BY i.priority DESC, i.id LIMIT 1`,
    [JSON.stringify(categories)],
  )

/**
 * The open issue that a playbook is tried on unless one is named: the most pressing of the
 * newest that it was written for.
 */
export const trialIssue = (db: ReadDb, { id, categories }: Pick<Playbook, 'id' | 'categories'>): number | null =>
  (db.get(ofTriggers(id)) ?? db.get(ofCategories(categories)))?.id ?? null
