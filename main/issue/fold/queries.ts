import type { Category, IssueState } from '../../../shared/vocabulary.ts'
import { query } from '../../cache/db.ts'
import type { ModelledRisk, Score } from './score.ts'
import type { DatedSubscription } from './stake.ts'

export interface Unfolded {
  id: number
  account_id: number
  trigger_id: string
  fired_at: number
}

/** Signals that belong to no issue yet, oldest first. */
export const unfolded = (limit: number) =>
  query<Unfolded>(
    'SELECT id, account_id, trigger_id, fired_at FROM signal WHERE issue_id IS NULL ORDER BY id LIMIT ?',
    [limit],
  )

export const openIssueOf = (account: number, category: string) =>
  query<{ id: number }>(
    `SELECT id FROM issue INDEXED BY issue_one_open WHERE account_id = ? AND category = ? AND state <> 'closed'`,
    [account, category],
  )

export const lastClosedOf = (account: number, category: string) =>
  query<{ id: number }>(
    `SELECT id FROM issue INDEXED BY issue_account WHERE account_id = ? AND category = ?
     ORDER BY opened_at DESC, id DESC LIMIT 1`,
    [account, category],
  )

/** Every issue that is not over; a scan of the covering index of three states. */
export const unfinished = query<{ id: number }>(
  "SELECT id FROM issue WHERE state IN ('open', 'snoozed', 'acting') ORDER BY state",
)

/** An issue as it is stored, with what its account is worth. */
export interface IssueFacts extends Omit<Score, 'model_id'> {
  id: number
  /** Null until it is scored for the first time. */
  model_id: number | null
  account_id: number
  category: Category
  state: IssueState
  snoozed_until: number | null
  snoozed_from: string | null
  closed_at: number | null
  closed_because: string | null
  opened_at: number
  account_mrr: number | null
  account_currency: string | null
  account_renews: number | null
}

/** Some issues with what is known of their accounts. `ids` is a JSON array. */
export const issueFacts = (ids: string) =>
  query<IssueFacts>(
    `SELECT i.id, i.account_id, i.category, i.state, i.snoozed_until, i.snoozed_from, i.closed_at, i.closed_because, i.opened_at, i.band, i.band_until, i.title,
       i.due_at, i.signal_count, i.playbook_id, i.priority, i.risk, i.risk_low, i.risk_high, i.risk_about, i.treatability, i.treatability_low, i.treatability_high,
       i.treatability_starts, i.value_minor, i.currency, i.value_basis,
       i.urgency, i.minutes, i.model_id, i.score_id, i.firings, i.base, i.factors, i.figure,
       a.mrr_minor AS account_mrr, a.currency AS account_currency, a.renews_at AS account_renews
     FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value JOIN account a ON a.id = i.account_id`,
    [ids],
  )

/** A signal of an issue, with the version of its trigger. */
export interface IssueSignal {
  issueId: number
  triggerId: string
  version: number
  firedAt: number
  evidence: string
}

/** The signals of some issues that hold now, oldest first. */
export const liveSignals = (ids: string) =>
  query<IssueSignal>(
    `SELECT s.issue_id AS issueId, s.trigger_id AS triggerId, s.trigger_version AS version, s.fired_at AS firedAt, s.evidence
     FROM json_each(?) j CROSS JOIN signal s INDEXED BY signal_issue ON s.issue_id = j.value
     WHERE s.cleared_at IS NULL`,
    [ids],
  )

/** Every signal of an issue, oldest first. */
export const allSignals = (issue: number) =>
  query<IssueSignal>(
    `SELECT issue_id AS issueId, trigger_id AS triggerId, trigger_version AS version, fired_at AS firedAt, evidence
     FROM signal INDEXED BY signal_issue WHERE issue_id = ? ORDER BY id`,
    [issue],
  )

/** What a trained model says of some accounts: of any trouble (`about` null), and of trouble of one category. `accounts` is a JSON array. */
export const modelledRisks = (accounts: string) =>
  query<ModelledRisk & { accountId: number }>(
    `SELECT r.account_id AS accountId, NULL AS about, r.risk, r.low, r.high, r.base, r.factors, r.model_id AS modelId,
       r.score_id AS scoreId
     FROM json_each(@accounts) j CROSS JOIN account_risk r ON r.account_id = j.value
     UNION ALL
     SELECT r.account_id, c.category, c.risk, c.low, c.high, c.base, c.factors, r.model_id, r.score_id
     FROM json_each(@accounts) j CROSS JOIN account_risk r ON r.account_id = j.value
       CROSS JOIN category_risk c ON c.account_id = r.account_id`,
    { accounts },
  )

/** Subscriptions of some accounts that run at `now` or will. `amount_minor` is monthly. */
export const subscriptionsFrom = (accounts: string, now: number) =>
  query<DatedSubscription & { accountId: number }>(
    `SELECT o.account_id AS accountId, o.amount_minor AS amountMinor, o.currency, o.due_at AS dueAt,
       o.opened_at AS openedAt, o.closed_at AS closedAt
     FROM json_each(?) j CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = j.value AND o.kind = 'subscription'
     WHERE (o.closed_at IS NULL OR o.closed_at > ?)
       AND (o.state IS NULL OR o.state IN ('active', 'trialing', 'past_due'))
     ORDER BY o.id`,
    [accounts, now],
  )
