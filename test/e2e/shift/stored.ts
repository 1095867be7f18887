import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE } from '../../../main/cache/open.ts'
import { whoAmI, workspacesDir } from '../../../main/engine/user-data.ts'

/** What a person believes that they have done about one issue. */
export type Deed =
  | { did: 'dismissed'; as: string }
  | { did: 'snoozed'; until: 'date' | 'worse' }
  | { did: 'claimed'; by: string }
  | { did: 'noted'; text: string }
  | { did: 'resolved' }
  | { did: 'started'; arm: string; messages: number }
  | { did: 'nothing' }

/** The issues that were worked on, each with what was done about it, in order. */
export type Shift = Map<number, Deed[]>

/** What the console says after a start, and what it must have stored when it says so. */
const STARTS: readonly [RegExp, Deed][] = [
  [/^(Sending the message|Message) to /, { did: 'started', arm: 'treatment', messages: 1 }],
  [/^Playbook started for /, { did: 'started', arm: 'treatment', messages: 0 }],
  [/ recorded as held out/, { did: 'started', arm: 'control', messages: 0 }],
]

/** What was started, by the words that the console said; null where they are of something else. */
export const startSaid = (words: string): Deed | null => STARTS.find(([said]) => said.test(words))?.[1] ?? null

interface StoredIssue {
  state: string
  closed_because: string | null
  claimed_by: string | null
  snoozed_until: number | null
  snoozed_from: string | null
}

/** What the workspace of the sample has stored about an issue, in the words of a shift. */
function storedAbout(db: Database.Database, issueId: number): Deed[] {
  const issue = db
    .prepare<[number], StoredIssue>(
      'SELECT state, closed_because, claimed_by, snoozed_until, snoozed_from FROM issue WHERE id = ?',
    )
    .get(issueId)
  const notes = db
    .prepare<[number], string>('SELECT text FROM note WHERE issue_id = ? AND withdrawn_at IS NULL ORDER BY id')
    .pluck()
    .all(issueId)
  const starts = db
    .prepare<[number, string], { arm: string; messages: number }>(
      `SELECT i.arm, (SELECT count(*) FROM outbox o WHERE o.intervention_id = i.id AND o.kind = 'message'
         AND o.state IN ('waiting', 'held', 'sent')) AS messages
       FROM intervention i WHERE i.issue_id = ? AND i.started_by = ? AND i.recalled_at IS NULL`,
    )
    .all(issueId, whoAmI('desktop').actor)
  const deeds: Deed[] = notes.map(text => ({ did: 'noted', text }))
  if (issue?.claimed_by) deeds.push({ did: 'claimed', by: issue.claimed_by })
  if (issue?.state === 'snoozed') deeds.push({ did: 'snoozed', until: issue.snoozed_until === null ? 'worse' : 'date' })
  if (issue?.state === 'closed')
    deeds.push(
      issue.closed_because === 'resolved' ? { did: 'resolved' } : { did: 'dismissed', as: issue.closed_because ?? '' },
    )
  for (const { arm, messages } of starts) deeds.push({ did: 'started', arm, messages })
  return deeds.length === 0 ? [{ did: 'nothing' }] : deeds
}

/** What is stored about each issue of a shift. */
export function storedOf(userData: string, shift: Shift): Shift {
  const db = new Database(join(workspacesDir(userData), 'sample', DATABASE), { readonly: true })
  try {
    return new Map([...shift.keys()].map(issueId => [issueId, storedAbout(db, issueId)]))
  } finally {
    db.close()
  }
}
