import type { Followed, Similar, SimilarPlaybook } from '../../../shared/desk/similar.ts'
import type { Arm, Outcome } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** Starts that are counted: the newest of a trigger. A trigger of a large workspace has more than a person would wait for. */
export const COUNTED_STARTS = 1_000
const RECENT = 5

/** The trigger whose signal holds, or held last, and the account's plan. */
export const similarTo = (issueId: number) =>
  query<{ triggerId: string | null; title: string | null; plan: string | null }>(
    `SELECT s.trigger_id AS triggerId, t.definition ->> '$.title' AS title, a.plan
     FROM issue i JOIN account a ON a.id = i.account_id
     LEFT JOIN (SELECT trigger_id FROM signal INDEXED BY signal_issue WHERE issue_id = $issueId
       ORDER BY cleared_at IS NOT NULL, fired_at DESC, id LIMIT 1) s
     LEFT JOIN trigger t ON t.id = s.trigger_id
     WHERE i.id = $issueId`,
    { issueId },
  )

interface PastStart {
  issueId: number
  title: string
  accountName: string
  plan: string | null
  playbookId: string
  arm: Arm
  outcome: Outcome | null
  at: number
}

/** The newest starts for a trigger, those of the issue itself and recalled ones left out. */
export const pastStarts = (triggerId: string, issueId: number) =>
  query<PastStart>(
    `SELECT x.issue_id AS issueId, i.title, a.name AS accountName, a.plan, x.playbook_id AS playbookId, x.arm,
       o.judged AS outcome, x.assigned_at AS at
     FROM exposure x INDEXED BY exposure_trigger
     JOIN intervention n ON n.id = x.intervention_id AND n.recalled_at IS NULL
     JOIN issue i ON i.id = x.issue_id
     JOIN account a ON a.id = x.account_id
     LEFT JOIN outcome o ON o.intervention_id = x.intervention_id
     WHERE x.trigger_id = $triggerId AND x.issue_id <> $issueId
     ORDER BY x.assigned_at DESC LIMIT $most`,
    { triggerId, issueId, most: COUNTED_STARTS + 1 },
  )

// Apart from the starts: to look the name up for each would read the whole definition a thousand times.
const playbookNames = query<{ id: string; name: string }>("SELECT id, definition ->> '$.name' AS name FROM playbook")

/** What followed starts, by their confirmed outcomes. */
export function followed(outcomes: readonly (Outcome | null)[]): Followed {
  const of = (wanted: (outcome: Outcome | null) => boolean) => outcomes.filter(wanted).length
  const aimMet = of(outcome => outcome === 'avoided')
  const quiet = of(outcome => outcome === 'quiet')
  const open = of(outcome => outcome === null)
  const confirmed = outcomes.length - open
  return { confirmed, aimMet, quiet, otherwise: confirmed - aimMet - quiet, open }
}

/** Past starts for the trigger of an issue, by playbook and arm, with what followed; no guess where nothing is confirmed. */
export function similarIssues(db: ReadDb, issueId: number): Similar {
  const of = db.get(similarTo(issueId))
  const read = of?.triggerId ? db.all(pastStarts(of.triggerId, issueId)) : []
  const starts = read.slice(0, COUNTED_STARTS)
  const plan = of?.plan ?? null
  const isNear = (start: PastStart) => plan !== null && start.plan === plan
  const names = new Map(db.kept(playbookNames).map(({ id, name }) => [id, name]))
  const nameOf = ({ playbookId }: PastStart) => names.get(playbookId) ?? playbookId
  const groups = Map.groupBy(starts, ({ playbookId, arm }) => `${arm} ${playbookId}`)
  const playbooks = [...groups.values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    return {
      ...{ playbookId: first.playbookId, name: nameOf(first), arm: first.arm },
      all: followed(group.map(({ outcome }) => outcome)),
      samePlan: plan === null ? null : followed(group.filter(isNear).map(({ outcome }) => outcome)),
    }
  })
  return {
    ...{ triggerTitle: of?.title ?? null, plan, starts: starts.length, isLimited: read.length > starts.length },
    playbooks: playbooks.toSorted(byConfirmed),
    recent: [...starts.filter(isNear), ...starts.filter(start => !isNear(start))]
      .flatMap(start => {
        const { issueId, accountName, title, arm, outcome, at } = start
        return outcome === null ? [] : { issueId, accountName, title, playbookName: nameOf(start), arm, outcome, at }
      })
      .slice(0, RECENT),
  }
}

/** Messaged accounts before held-out ones, then by how much is known. */
const byConfirmed = (one: SimilarPlaybook, other: SimilarPlaybook): number =>
  Number(one.arm === 'control') - Number(other.arm === 'control') || other.all.confirmed - one.all.confirmed
