import { guardrailsSchema } from '../../shared/model/guardrails.ts'
import type { OutcomeView } from '../../shared/model/outcome.ts'
import type { Review, ReviewRow } from '../../shared/model/review.ts'
import type { Period } from '../../shared/period.ts'
import { DISMISSALS, OUTCOMES, type Outcome } from '../../shared/vocabulary.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { LEFT_AT } from '../cache/left.ts'
import { getSetting } from '../cache/settings.ts'
import { bounds } from './cohort/read-cohort.ts'
import { titlesOf } from './figures/figures.ts'
import type { Titles } from './figures/groups.ts'
import { WEEK, weekOf } from './figures/weeks.ts'
import { proportion } from './proportion.ts'

const interventions = (period: Period) =>
  query<OutcomeView>(
    `SELECT i.id AS interventionId, i.issue_id AS issueId, i.account_id AS accountId, a.name AS accountName,
       s.category, i.trigger_id AS triggerId, i.playbook_id AS playbookId, i.arm, i.exposed_at AS exposedAt,
       ${LEFT_AT} AS sentAt, c.window_ends_at AS windowEndsAt, c.contacted_at AS contactedAt,
       c.metric_met_at AS metricMetAt, c.churned_at AS churnedAt, c.proposal, c.judged, c.judged_by AS judgedBy,
       c.judged_at AS judgedAt
     FROM intervention i INDEXED BY intervention_exposed JOIN outcome c ON c.intervention_id = i.id
       JOIN issue s ON s.id = i.issue_id JOIN account a ON a.id = i.account_id
     WHERE i.exposed_at >= $from AND i.exposed_at < $to AND i.recalled_at IS NULL
     ORDER BY i.exposed_at DESC, i.id`,
    bounds(period),
  )

/** How many messages left, over the same interventions: over all time, the number that the outbox counts as sent. CROSS JOIN fixes the order: the other way round, every message looks through all starts. */
const messages = (period: Period) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM intervention i INDEXED BY intervention_exposed CROSS JOIN outbox o ON o.intervention_id = i.id
     WHERE i.exposed_at >= $from AND i.exposed_at < $to AND o.state = 'sent' AND o.kind = 'message'`,
    bounds(period),
  )

/** Figures that the summary counts; `cohort/drill.ts` finds the accounts behind them. */
type Figure = 'sent' | 'held_out' | 'not_sent' | 'contacted' | 'metric_met' | 'judged' | 'awaiting'
const isSent = ({ arm, sentAt }: OutcomeView): boolean => arm === 'treatment' && sentAt !== null
/** Something left, or was held out on purpose: only then can anything have followed from it. */
const hasOutcome = (row: OutcomeView): boolean => row.arm === 'control' || row.sentAt !== null

/** Who counts for a figure; a test holds it to the accounts that the figure opens. */
const COUNTS: Record<Figure, (row: OutcomeView) => boolean> = {
  sent: isSent,
  held_out: ({ arm }) => arm === 'control',
  not_sent: ({ arm, sentAt }) => arm === 'treatment' && sentAt === null,
  contacted: row => isSent(row) && row.contactedAt !== null,
  metric_met: row => isSent(row) && row.metricMetAt !== null,
  judged: row => hasOutcome(row) && row.judged !== null,
  awaiting: row => hasOutcome(row) && row.judged === null && row.proposal !== null,
}

const count = (rows: readonly OutcomeView[], figure: Figure): number => rows.filter(COUNTS[figure]).length

/** Outcomes by trigger and playbook of what was decided in a period. */
export function reviewSummary(db: ReadDb, period: Period): Review {
  const all = db.all(interventions(period))
  const titles = titlesOf(db)
  const groups = Map.groupBy(all, row => `${row.triggerId}\n${row.playbookId}`)
  const sent = count(all, 'sent')
  return {
    from: period.from ?? null,
    to: period.to ?? null,
    rows: [...groups.values()].map(rows => rowOf(rows, titles)).sort((a, b) => b.sent - a.sent || compareIds(a, b)),
    totals: {
      sent,
      messages: db.get(messages(period))?.n ?? 0,
      heldOut: count(all, 'held_out'),
      contacted: proportion(count(all, 'contacted'), sent),
      metricMet: proportion(count(all, 'metric_met'), sent),
      judged: count(all, 'judged'),
      awaiting: count(all, 'awaiting'),
      dismissedFalse: dismissedFalse(db, period),
    },
    weeks: weeksOf(all),
    holdout: { planned: plannedHoldout(db), observed: observedHoldout(all) },
  }
}

const compareIds = (a: ReviewRow, b: ReviewRow): number =>
  a.triggerId < b.triggerId || (a.triggerId === b.triggerId && a.playbookId < b.playbookId) ? -1 : 1

function rowOf(rows: readonly OutcomeView[], titles: Titles): ReviewRow {
  const first = rows[0]
  if (!first) throw new Error('a group has at least one row')
  const sent = count(rows, 'sent')
  const heldOut = rows.filter(COUNTS.held_out)
  return {
    triggerId: first.triggerId,
    triggerTitle: titles.triggers.get(first.triggerId) ?? first.triggerId,
    playbookId: first.playbookId,
    playbookName: titles.playbooks.get(first.playbookId) ?? first.playbookId,
    category: first.category,
    sent,
    heldOut: heldOut.length,
    notSent: count(rows, 'not_sent'),
    contacted: proportion(count(rows, 'contacted'), sent),
    contactedControl: proportion(heldOut.filter(row => row.contactedAt !== null).length, heldOut.length),
    metricMet: proportion(count(rows, 'metric_met'), sent),
    judged: judgedOf(rows),
    awaiting: count(rows, 'awaiting'),
  }
}

function judgedOf(rows: readonly OutcomeView[]): Record<Outcome, number> {
  const sums = Object.fromEntries(OUTCOMES.map(outcome => [outcome, 0])) as Record<Outcome, number>
  for (const row of rows) if (row.judged && COUNTS.judged(row)) sums[row.judged]++
  return sums
}

/** Weeks (UTC, from Monday) by decision, without gaps between the first and the last. */
function weeksOf(rows: readonly OutcomeView[]): Review['weeks'] {
  const groups = Map.groupBy(rows, row => weekOf(row.exposedAt))
  const starts = [...groups.keys()]
  const weeks: Review['weeks'] = []
  for (let at = Math.min(...starts); at <= Math.max(...starts); at += WEEK) {
    const group = groups.get(at) ?? []
    weeks.push({
      at,
      sent: count(group, 'sent'),
      contacted: count(group, 'contacted'),
      metricMet: count(group, 'metric_met'),
      heldOut: count(group, 'held_out'),
    })
  }
  return weeks
}

const BY_PERSON: readonly string[] = [...DISMISSALS, 'resolved', ...OUTCOMES.map(outcome => `outcome:${outcome}`)]

/** Of the issues that a person closed in the period, those that would not have happened. */
function dismissedFalse(db: ReadDb, period: Period): Review['totals']['dismissedFalse'] {
  const closed = query<{ because: string; n: number }>(
    `SELECT closed_because AS because, count(*) AS n FROM issue
     WHERE state = 'closed' AND closed_at >= $from AND closed_at < $to GROUP BY closed_because`,
    bounds(period),
  )
  const byPerson = db.all(closed).filter(({ because }) => BY_PERSON.includes(because))
  const sum = (rows: { n: number }[]) => rows.reduce((total, { n }) => total + n, 0)
  const isFalse = ({ because }: { because: string }) => because.endsWith('false_positive')
  return proportion(sum(byPerson.filter(isFalse)), sum(byPerson))
}

const plannedHoldout = (db: ReadDb): number =>
  (getSetting(db, 'guardrails', guardrailsSchema) ?? guardrailsSchema.parse({})).holdout

/** Of the accounts that became eligible in the period, those held out. */
function observedHoldout(rows: readonly OutcomeView[]): Review['holdout']['observed'] {
  const accounts = new Map(rows.map(({ accountId, arm }) => [accountId, arm]))
  return proportion([...accounts.values()].filter(arm => arm === 'control').length, accounts.size)
}
