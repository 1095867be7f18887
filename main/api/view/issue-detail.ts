import { snoozedFromSchema } from '../../../shared/desk/snooze.ts'
import type { InterventionView } from '../../../shared/model/intervention.ts'
import {
  type Arithmetic,
  factorSchema,
  type IssueDetail,
  type Suggestion,
  type ValueBasis,
  valueBasisSchema,
} from '../../../shared/model/issue.ts'
import type { OutcomeDetail } from '../../../shared/model/outcome.ts'
import { evidenceSchema, type SignalView } from '../../../shared/model/signal.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { fillSentence } from '../../../shared/trigger/event-words.ts'
import type { Arm, Category, OutboxState, Outcome } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { incidentsOfIssue } from '../../engine/apart/incidents.ts'
import { listPlaybooks, misfits } from '../../intervention/door.ts'
import { modelName } from '../../predict/door.ts'
import { queueRow } from '../../queue/door.ts'
import { findTrigger } from '../../signal/door.ts'
import { accountView } from './account.ts'
import { evidenceSeries } from './evidence-series.ts'

interface ScoreRow extends Omit<Arithmetic, 'basis'> {
  valueBasis: string
  accountId: number
  category: Category
  closedAt: number | null
  closedBecause: string | null
  previousIssueId: number | null
  playbookId: string
  modelId: number | null
  firings: number
  base: number
  factors: string
  snoozedFrom: string | null
}

const scoreRow = (id: number) =>
  query<ScoreRow>(
    `SELECT account_id AS accountId, category, closed_at AS closedAt, closed_because AS closedBecause,
       previous_id AS previousIssueId, playbook_id AS playbookId, model_id AS modelId, firings, base, factors, risk,
       risk_about AS riskAbout,
       treatability, treatability_low AS treatabilityLow, treatability_high AS treatabilityHigh,
       treatability_starts AS treatabilityStarts, value_minor AS valueMinor, currency, value_basis AS valueBasis, urgency, minutes, priority,
       snoozed_from AS snoozedFrom FROM issue WHERE id = ?`,
    [id],
  )

/** Everything about one issue, as it is at `now`: why, who, what to do, and what was done. */
export function issueDetail(db: ReadDb, id: number, now: number): Result<IssueDetail> {
  const row = queueRow(db, id)
  const stored = db.get(scoreRow(id))
  if (!row || !stored)
    return fail(
      'not_found',
      `There is no issue ${id}.`,
      'The issue may belong to another workspace.',
      'Choose an issue from the queue.',
    )
  const account = accountView(db, stored.accountId, now)
  if (!account.ok) return account
  const { risk, treatability, valueMinor, currency, urgency, minutes, priority } = stored
  return ok({
    row,
    closedAt: stored.closedAt,
    closedBecause: stored.closedBecause,
    previousIssueId: stored.previousIssueId,
    arithmetic: {
      ...{ risk, riskLow: row.riskLow, riskHigh: row.riskHigh, riskAbout: stored.riskAbout },
      ...{ treatability, valueMinor, currency },
      ...{ treatabilityLow: stored.treatabilityLow, treatabilityHigh: stored.treatabilityHigh },
      ...{ treatabilityStarts: stored.treatabilityStarts, basis: basisOf(stored), urgency, minutes, priority },
    },
    snoozedFrom: stored.snoozedFrom === null ? null : snoozedFromSchema.parse(JSON.parse(stored.snoozedFrom)),
    model: modelName(db, stored.modelId, stored.firings),
    base: stored.base,
    factors: factorSchema.array().parse(JSON.parse(stored.factors)),
    account: account.value,
    signals: signalsOf(db, id, stored.accountId, now),
    suggestions: suggestionsFor(db, id, stored),
    interventions: db.all(interventionRows(id)).map(row => interventionView(row)),
    incidents: incidentsOfIssue(db, id),
  })
}

/** For an issue that was closed before bases were kept nothing more is known. */
const basisOf = ({ valueBasis }: ScoreRow): ValueBasis =>
  valueBasis === '' ? { by: 'known', rates: [], missing: [] } : valueBasisSchema.parse(JSON.parse(valueBasis))

const signalRows = (issue: number) =>
  query<{ id: number; triggerId: string; firedAt: number; clearedAt: number | null; evidence: string }>(
    `SELECT id, trigger_id AS triggerId, fired_at AS firedAt, cleared_at AS clearedAt, evidence
     FROM signal INDEXED BY signal_issue WHERE issue_id = ? ORDER BY cleared_at IS NOT NULL, fired_at DESC, id`,
    [issue],
  )

/** Those that hold first, the newest first. */
function signalsOf(db: ReadDb, issue: number, account: number, now: number): SignalView[] {
  return db.all(signalRows(issue)).flatMap(row => {
    const trigger = findTrigger(db, row.triggerId)?.definition
    if (!trigger) return []
    const evidence = evidenceSchema.parse(JSON.parse(row.evidence))
    return {
      id: row.id,
      triggerId: row.triggerId,
      triggerTitle: trigger.title,
      sentence: fillSentence(trigger.sentence, evidence.figures),
      firedAt: row.firedAt,
      clearedAt: row.clearedAt,
      evidence,
      series: evidenceSeries(db, account, trigger, { firedAt: row.firedAt, eventIds: evidence.eventIds }, now),
    }
  })
}

/** What was measured of playbooks for the signals of an issue that hold; of several triggers the one with most starts. */
const measuredFor = (issue: number) =>
  query<{ playbookId: string; value: number; n: number }>(
    `SELECT t.playbook_id AS playbookId, t.value, max(t.treated + t.control) AS n
     FROM signal s CROSS JOIN treatability t ON t.trigger_id = s.trigger_id
     WHERE s.issue_id = ? AND s.cleared_at IS NULL GROUP BY 1`,
    [issue],
  )

/** Every playbook of the category: the issue's own, those written for what is seen, the others; by expected effect. */
function suggestionsFor(db: ReadDb, issueId: number, { category, playbookId, risk }: ScoreRow): Suggestion[] {
  const misfit = misfits(db, [issueId])
  const measured = new Map(db.all(measuredFor(issueId)).map(found => [found.playbookId, found]))
  const unfit = ({ writtenFor }: Suggestion) => Number(writtenFor.length > 0)
  return listPlaybooks(db)
    .filter(playbook => playbook.id === playbookId || playbook.categories.includes(category))
    .map(({ id, name, summary, treatability }) => ({
      playbookId: id,
      name,
      summary,
      suggested: id === playbookId,
      effect: (measured.get(id)?.value ?? treatability) * risk,
      n: measured.get(id)?.n ?? 0,
      basis: measured.has(id) ? ('measured' as const) : ('prior' as const),
      writtenFor: misfit(id).writtenFor,
    }))
    .sort(
      (a, b) =>
        Number(b.suggested) - Number(a.suggested) ||
        unfit(a) - unfit(b) ||
        b.effect - a.effect ||
        (a.name < b.name ? -1 : 1),
    )
}

interface InterventionRow {
  id: string
  issueId: number
  accountId: number
  accountName: string
  category: Category
  triggerId: string
  playbookId: string
  playbookName: string | null
  arm: Arm
  startedAt: number
  startedBy: string
  outboxId: number | null
  outboxState: OutboxState | null
  subject: string | null
  to: string | null
  notBefore: number | null
  sentAt: number | null
  windowEndsAt: number | null
  contactedAt: number | null
  metricMetAt: number | null
  churnedAt: number | null
  proposal: Outcome | null
  judged: Outcome | null
  judgedBy: string | null
  judgedAt: number | null
  inducedAt: number | null
  inducedBy: OutcomeDetail['inducedBy']
  reopenedAt: number | null
  reopenedFrom: Outcome | null
}

const interventionRows = (issue: number) =>
  query<InterventionRow>(
    `SELECT v.id, v.issue_id AS issueId, v.account_id AS accountId, a.name AS accountName, i.category,
       v.trigger_id AS triggerId, v.playbook_id AS playbookId, json_extract(p.definition, '$.name') AS playbookName,
       v.arm, v.exposed_at AS startedAt, v.started_by AS startedBy, b.id AS outboxId, b.state AS outboxState,
       json_extract(b.payload, '$.subject') AS subject, b.recipient AS "to", b.not_before AS notBefore,
       iif(b.state = 'sent', b.sent_at, NULL) AS sentAt, o.window_ends_at AS windowEndsAt, o.contacted_at AS contactedAt,
       o.metric_met_at AS metricMetAt, o.churned_at AS churnedAt, o.proposal, o.judged, o.judged_by AS judgedBy,
       o.judged_at AS judgedAt, o.induced_at AS inducedAt, o.induced_by AS inducedBy, o.reopened_at AS reopenedAt,
       o.reopened_from AS reopenedFrom
     FROM intervention v INDEXED BY intervention_issue JOIN issue i ON i.id = v.issue_id
       JOIN account a ON a.id = v.account_id LEFT JOIN playbook p ON p.id = v.playbook_id
       LEFT JOIN outbox b ON b.id = (SELECT max(id) FROM outbox WHERE intervention_id = v.id AND kind = 'message')
       LEFT JOIN outcome o ON o.intervention_id = v.id
     WHERE v.issue_id = ? AND v.recalled_at IS NULL ORDER BY v.exposed_at DESC`,
    [issue],
  )

function interventionView(row: InterventionRow): InterventionView {
  const { id, issueId, accountId, accountName, category, triggerId, playbookId, arm } = row
  const { inducedAt, inducedBy, reopenedAt, reopenedFrom } = row
  const { contactedAt, metricMetAt, churnedAt, proposal, judged, judgedBy, judgedAt, windowEndsAt, sentAt } = row
  const outcome =
    windowEndsAt === null
      ? null
      : {
          ...{ interventionId: id, issueId, accountId, accountName, category, triggerId, playbookId, arm },
          ...{ exposedAt: row.startedAt, sentAt, windowEndsAt, contactedAt, metricMetAt, churnedAt },
          ...{ proposal, judged, judgedBy, judgedAt, inducedAt, inducedBy, reopenedAt, reopenedFrom },
        }
  return {
    id,
    issueId,
    playbookId,
    playbookName: row.playbookName ?? playbookId,
    arm,
    startedAt: row.startedAt,
    startedBy: row.startedBy,
    outboxId: row.outboxId,
    outboxState: row.outboxState,
    subject: row.subject,
    to: row.to,
    notBefore: row.notBefore,
    outcome,
  }
}
