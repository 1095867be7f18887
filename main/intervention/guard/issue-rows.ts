import type { Category, IssueState } from '../../../shared/vocabulary.ts'
import { query } from '../../cache/db.ts'

/** An issue as far as acting on it asks. */
export interface IssueRow {
  id: number
  accountId: number
  state: IssueState
  title: string
  category: Category
  /** The playbook that the issue's strongest trigger names. */
  playbookId: string
  closedBecause: string | null
  /** Counts people's changes; an undo made from an older version is refused. */
  version: number
}

const ISSUE = `id, account_id AS accountId, state, title, category, playbook_id AS playbookId,
  closed_because AS closedBecause, version`

export const issueById = (id: number) => query<IssueRow>(`SELECT ${ISSUE} FROM issue WHERE id = ?`, [id])

/** Issues by a JSON list of ids. */
export const issuesByIds = (ids: string) =>
  query<IssueRow>(`SELECT ${ISSUE} FROM issue WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [ids])
