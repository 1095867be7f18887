import { createHash } from 'node:crypto'
import { own } from '../../../shared/foreign/own.ts'
import { controlShare } from '../../../shared/intervention/arm.ts'
import {
  type StopRule,
  type StopRuleView,
  stopRuleSchema,
  stopRuleText,
} from '../../../shared/intervention/stop-rule.ts'
import type { Arm } from '../../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import type { Decision } from '../../cache/journal.ts'
import { guardrailsOf } from '../guard/settings.ts'
import { harmEvidence, startsUntilNoticed } from './harm-evidence.ts'

/** What stands for a rule: SHA-256 of its text. */
export const hashOfRule = (triggerId: string, rule: StopRule): string =>
  createHash('sha256').update(stopRuleText(triggerId, rule)).digest('hex')

interface RuleRow {
  id: string
  rule: string
  hash: string
  fixedBy: string
  fixedAt: number
  replaced: number
}

const currentRule = (triggerId: string) =>
  query<RuleRow>(
    `SELECT r.id, r.rule, r.hash, r.fixed_by AS fixedBy, r.fixed_at AS fixedAt,
       (SELECT count(*) FROM stop_rule b WHERE b.trigger_id = r.trigger_id AND b.replaced_at IS NOT NULL) AS replaced
     FROM stop_rule r WHERE r.trigger_id = ? AND r.replaced_at IS NULL`,
    [triggerId],
  )

/** The rule in force for a trigger's autopilot; null where none was ever fixed. */
export function stopRuleOf(db: ReadDb, triggerId: string): (RuleRow & { parsed: StopRule }) | null {
  const row = db.get(currentRule(triggerId))
  return row ? { ...row, parsed: stopRuleSchema.parse(JSON.parse(row.rule)) } : null
}

/** Fixes a rule. The one before stays as it was, and is marked as replaced: evidence begins again, and everybody sees that. */
export function fixRule(tx: WriteDb, triggerId: string, rule: StopRule, { id, actor, at }: Decision): void {
  tx.run(
    statement('UPDATE stop_rule SET replaced_at = ? WHERE trigger_id = ? AND replaced_at IS NULL', [at, triggerId]),
  )
  tx.run(
    statement('INSERT INTO stop_rule (trigger_id, id, rule, hash, fixed_by, fixed_at) VALUES (?, ?, ?, ?, ?, ?)', [
      ...[triggerId, id, JSON.stringify(rule), hashOfRule(triggerId, rule), actor, at],
    ]),
  )
}

interface ExposedRow {
  accountId: number
  arm: Arm
  share: number
  /** The first contact or the account's leaving after the exposure; null where neither was. */
  harmedAt: number | null
}

/**
 * Accounts that autopilot wrote to, or would have, since a rule was fixed: those in both arms whose message passed every
 * check. A contact about our own message is harm too.
 */
const exposedSince = (triggerId: string, since: number, now: number, churn: boolean) =>
  query<ExposedRow>(
    `SELECT e.account_id AS accountId, e.arm, e.share, nullif(min(
         iif(c.contacted_at > e.exposed_at, c.contacted_at, $never), iif(c.induced_at > e.exposed_at, c.induced_at, $never),
         iif($churn AND c.churned_at > e.exposed_at, c.churned_at, $never)), $never) AS harmedAt
     FROM exposure e INDEXED BY exposure_assigned CROSS JOIN intervention i ON i.id = e.intervention_id
       CROSS JOIN outcome c ON c.intervention_id = e.intervention_id
     WHERE e.assigned_at >= $since AND e.trigger_id = $trigger AND e.origin = 'autopilot' AND e.exposed_at <= $now
       AND e.approval = 0 AND i.recalled_at IS NULL
     ORDER BY e.assigned_at, e.intervention_id`,
    { trigger: triggerId, since, now, never: Number.MAX_SAFE_INTEGER, churn: Number(churn) },
  )

/** An account is drawn into its arm once, so it counts once. */
function firstOfEach(rows: readonly ExposedRow[]): ExposedRow[] {
  const first = new Map<number, ExposedRow>()
  for (const row of rows) if (!first.has(row.accountId)) first.set(row.accountId, row)
  return [...first.values()]
}

type Counts = Pick<StopRuleView, 'evidence' | 'treated' | 'control'>

/** What speaks for harm since a rule was fixed. */
function harmSince(db: ReadDb, triggerId: string, since: number, rule: StopRule, now: number): Counts {
  const rows = firstOfEach(db.all(exposedSince(triggerId, since, now, rule.metric === 'contact_or_churn')))
  const harmed = rows
    .flatMap(({ arm, share, harmedAt }) => (harmedAt === null ? [] : { arm, share, harmedAt }))
    .sort((a, b) => a.harmedAt - b.harmedAt || (a.arm === b.arm ? 0 : a.arm === 'control' ? -1 : 1))
  const of = (arm: Arm) => ({
    n: rows.filter(row => row.arm === arm).length,
    harmed: harmed.filter(row => row.arm === arm).length,
  })
  return { evidence: harmEvidence(harmed, rule.eProcess.ratios), treated: of('treatment'), control: of('control') }
}

/** Half as many contacts again: from one in ten to the 5 points more that a lead would want to know of. */
const NOTICED = { ratio: 1.5, contacts: 0.1 }

/** A trigger's rule as it stands; null where none was ever fixed. `playbookId`: what autopilot starts for it. */
export function stopRuleView(db: ReadDb, triggerId: string, playbookId: string, now: number): StopRuleView | null {
  const row = stopRuleOf(db, triggerId)
  if (!row) return null
  const { parsed: rule, hash, fixedBy, fixedAt, replaced } = row
  const { holdout, playbookControls } = guardrailsOf(db)
  const share = controlShare({ holdout, playbook: own(playbookControls, playbookId) ?? 0 })
  return {
    ...{ rule, hash, fixedBy, fixedAt, replaced, stopsAt: 1 / rule.bound },
    ...harmSince(db, triggerId, fixedAt, rule, now),
    noticedAfter: startsUntilNoticed(share, NOTICED.ratio, NOTICED.contacts, rule.bound),
  }
}

/** Why a trigger's rule stops its autopilot now; null while it does not. */
export function ruleReason(view: StopRuleView | null): string | null {
  if (!view) return 'No stop rule is fixed. Turn autopilot on again to fix one.'
  const { evidence, stopsAt, treated, control } = view
  if (evidence < stopsAt) return null
  const of = ({ harmed, n }: StopRuleView['treated']) => `${harmed} of ${n}`
  return `Its stop rule has found harm: contacted accounts wrote to us more often (${of(treated)}) than held-out accounts (${of(control)}). The evidence is ${evidence.toFixed(1)}, the bound ${stopsAt.toFixed(1)}.`
}
