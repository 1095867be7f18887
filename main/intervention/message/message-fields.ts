import { query, type ReadDb } from '../../cache/db.ts'
import type { ContactRow } from '../guard/contact-rows.ts'
import type { IssueRow } from '../guard/issue-rows.ts'
import { zoneOf } from '../guard/quiet.ts'
import { senderOf } from '../guard/settings.ts'
import type { MessageFields } from '../playbook/fields.ts'

interface AccountRow {
  uid: string
  name: string
  plan: string | null
  timeZone: string | null
  renewsAt: number | null
}

/** The account as templates see it. */
export const accountOf = (id: number) =>
  query<AccountRow>('SELECT uid, name, plan, time_zone AS timeZone, renews_at AS renewsAt FROM account WHERE id = ?', [
    id,
  ])

/** Everything that a template may name, as it is at `now`. */
export function fieldsOf(
  db: ReadDb,
  issue: IssueRow,
  contact: ContactRow | null,
  playbookId: string,
  now: number,
): MessageFields {
  const account = db.get(accountOf(issue.accountId))
  return {
    contact: { name: contact?.name ?? null, email: contact?.email ?? null, locale: contact?.locale ?? null },
    account: { name: account?.name ?? '', plan: account?.plan ?? null, renewsAt: account?.renewsAt ?? null },
    timeZone: zoneOf(contact?.timeZone ?? null, account?.timeZone ?? null).zone,
    issue: { title: issue.title },
    evidence: figuresOf(db, issue.id, playbookId, now),
    sender: { name: senderOf(db).name },
  }
}

/** Signals of an issue, strongest first: those that hold before those that cleared, then by their trigger's risk. */
export const signalsByStrength = (issueId: number, now: number) =>
  query<{ triggerId: string; playbookId: string | null; evidence: string }>(
    `SELECT s.trigger_id AS triggerId, json_extract(t.definition, '$.playbook') AS playbookId, s.evidence FROM signal s LEFT JOIN trigger t ON t.id = s.trigger_id
     WHERE s.issue_id = $issue AND s.fired_at <= $now
     ORDER BY (s.cleared_at IS NULL OR s.cleared_at > $now) DESC,
       ifnull(json_extract(t.definition, '$.prior.risk'), 0) DESC, s.fired_at, s.trigger_id, s.id`,
    { issue: issueId, now },
  )

interface Figure {
  name: string
  value: number
  usual: number | null
}

/**
 * Measured figures by name, of triggers that name this playbook: another's `recent` means something else. The strongest
 * signal's where two have the same name.
 */
function figuresOf(db: ReadDb, issueId: number, playbookId: string, now: number): Record<string, number> {
  const figures: Record<string, number> = {}
  const ours = db.all(signalsByStrength(issueId, now)).filter(signal => signal.playbookId === playbookId)
  for (const { evidence } of ours.reverse()) {
    for (const { name, value, usual } of (JSON.parse(evidence) as { figures?: Figure[] }).figures ?? []) {
      figures[name] = value
      if (usual !== null) figures[`${name}_usual`] = usual
    }
  }
  return figures
}
