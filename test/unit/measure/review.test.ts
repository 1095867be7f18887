import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { reviewCohort } from '../../../main/measure/cohort/drill.ts'
import { reviewSummary } from '../../../main/measure/figures/summary.ts'
import { outboxSummary } from '../../../main/outbox/store.ts'
import type { REVIEW_FIGURES } from '../../../shared/model/review.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { OUTCOMES } from '../../../shared/vocabulary.ts'
import { anAccount, anIssue, aPlaybook, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

interface Shape {
  id: string
  arm?: 'treatment' | 'control'
  state?: string | null
  contacted?: boolean
  met?: boolean
  proposal?: string | null
  judged?: string | null
  trigger?: string
  playbook?: string
  at?: number
  recalled?: boolean
}

function anIntervention(db: Database.Database, shape: Shape): void {
  const at = shape.at ?? NOON
  const account = anAccount(db)
  const issue = anIssue(db, { account })
  const trigger = shape.trigger ?? 'usage-down'
  db.prepare(
    `INSERT INTO intervention (id, issue_id, account_id, contact_id, trigger_id, playbook_id, playbook_version, arm,
       exposed_at, window_ends_at, started_by, recalled_at) VALUES (?, ?, ?, NULL, ?, ?, 1, ?, ?, ?, ?, ?)`,
  ).run(
    shape.id,
    issue,
    account,
    trigger,
    shape.playbook ?? 'usage-check-in',
    shape.arm ?? 'treatment',
    at,
    at + 14 * DAY,
    'maya',
    shape.recalled ? at : null,
  )
  db.prepare(
    `INSERT INTO exposure (intervention_id, account_id, issue_id, trigger_id, playbook_id, playbook_version, arm, share,
       origin, actor, assigned_at, act) VALUES (?, ?, ?, ?, ?, 1, ?, 0.05, 'person', 'maya', ?, 'message')`,
  ).run(shape.id, account, issue, trigger, shape.playbook ?? 'usage-check-in', shape.arm ?? 'treatment', at)
  const flag = (happened: boolean | undefined) => (happened ? at + DAY : null)
  db.prepare(
    `INSERT INTO outcome (intervention_id, window_ends_at, contacted_at, metric_met_at, proposal, judged)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(shape.id, at + 14 * DAY, flag(shape.contacted), flag(shape.met), shape.proposal ?? null, shape.judged ?? null)
  if (!shape.state) return
  db.prepare(
    `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
       state, queued_at, not_before, sent_at) VALUES (?, ?, ?, ?, 'l', 'email', 'l', '{}', '[]', ?, 0, 0, ?)`,
  ).run(shape.id, shape.id, issue, account, shape.state, shape.state === 'sent' ? at : null)
}

/** A period with something of everything in it. */
function aPeriod() {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db, { holdout: 0.05 })
  aTrigger(db)
  aPlaybook(db)
  anIntervention(db, { id: 'a', state: 'sent', met: true, proposal: 'avoided', judged: 'avoided' })
  anIntervention(db, { id: 'b', state: 'sent', contacted: true, proposal: 'contacted' })
  anIntervention(db, { id: 'c', state: 'sent', contacted: true, met: true, proposal: 'contacted', judged: 'quiet' })
  anIntervention(db, { id: 'd', state: 'sent', at: NOON + 8 * DAY })
  anIntervention(db, { id: 'e', state: 'refused', contacted: true, met: true, proposal: 'contacted' })
  anIntervention(db, { id: 'f', state: 'waiting' })
  anIntervention(db, { id: 'g', arm: 'control', contacted: true, met: true, proposal: 'contacted' })
  anIntervention(db, { id: 'h', arm: 'control' })
  anIntervention(db, { id: 'i', arm: 'control', state: 'sent', judged: 'false_positive' })
  anIntervention(db, { id: 'j', state: 'cancelled', recalled: true, contacted: true })
  anIntervention(db, { id: 'k', state: 'sent', trigger: 'gone', playbook: 'gone-too', met: true })
  anIntervention(db, { id: 'l', state: 'sent', at: NOON - 90 * DAY })
  return { ...cache, db }
}
const FROM = NOON - 30 * DAY
const TO = NOON + 30 * DAY

describe('the review', () => {
  it('counts contacts of the treatment arm only where a message left, and the control arm beside it', () => {
    const { read } = aPeriod()
    const { rows, totals } = reviewSummary(read, { from: FROM, to: TO })
    expect(rows[0]).toMatchObject({
      triggerTitle: 'Use has dropped',
      playbookName: 'Usage check-in',
      sent: 4,
      heldOut: 3,
      notSent: 2,
      contacted: { k: 2, n: 4 },
      contactedControl: { k: 1, n: 3 },
      metricMet: { k: 2, n: 4 },
      judged: { avoided: 1, quiet: 1, contacted: 0, left: 0, false_positive: 1 },
      awaiting: 2,
    })
    expect(rows[1]).toMatchObject({ triggerId: 'gone', triggerTitle: 'gone', playbookName: 'gone-too', sent: 1 })
    expect(totals).toMatchObject({ sent: 5, heldOut: 3, contacted: { k: 2, n: 5 }, judged: 3, awaiting: 2 })
  })

  it('every figure opens exactly the accounts behind it', () => {
    const { read } = aPeriod()
    const review = reviewSummary(read, { from: FROM, to: TO })
    const cohort = (figure: (typeof REVIEW_FIGURES)[number], of: { triggerId?: string; playbookId?: string } = {}) =>
      reviewCohort(read, { figure, ...of, from: FROM, to: TO, offset: 0, limit: 500 }, NOON).length
    for (const row of review.rows) {
      const of = { triggerId: row.triggerId, playbookId: row.playbookId }
      const figures = {
        sent: row.sent,
        held_out: row.heldOut,
        not_sent: row.notSent,
        begun: row.sent + row.notSent,
        contacted: row.contacted.k,
        held_out_contacted: row.contactedControl.k,
        metric_met: row.metricMet.k,
        judged: OUTCOMES.reduce((sum, outcome) => sum + row.judged[outcome], 0),
        awaiting: row.awaiting,
      }
      for (const [figure, counted] of Object.entries(figures))
        expect([figure, cohort(figure as keyof typeof figures, of)]).toEqual([figure, counted])
      expect([row.contacted.n, row.metricMet.n, row.contactedControl.n]).toEqual([row.sent, row.sent, row.heldOut])
    }
    const { totals } = review
    expect(cohort('sent')).toBe(totals.sent)
    expect(cohort('held_out')).toBe(totals.heldOut)
    expect(cohort('contacted')).toBe(totals.contacted.k)
    expect(cohort('metric_met')).toBe(totals.metricMet.k)
    expect(cohort('judged')).toBe(totals.judged)
    expect(cohort('awaiting')).toBe(totals.awaiting)
  })

  it('a period without bounds is all of history, and its messages are the ones that the outbox counts as sent', () => {
    const { read, db } = aPeriod()
    const { totals, from, to } = reviewSummary(read, {})
    expect({ from, to, sent: totals.sent }).toEqual({ from: null, to: null, sent: 6 })
    db.prepare(
      `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
         state, queued_at, not_before, sent_at) SELECT key || '-2', intervention_id, issue_id, account_id, lane, channel,
         recipient, payload, overrides, state, queued_at, not_before, sent_at FROM outbox WHERE intervention_id = 'a'`,
    ).run()
    const all = reviewSummary(read, {}).totals
    expect(all.messages).toBe(outboxSummary(read).counts.sent)
    expect({ sent: all.sent, messages: all.messages }).toEqual({ sent: 6, messages: 8 })
  })

  it('a period begins with its first moment and ends before its last', () => {
    const { read } = aPeriod()
    const sent = (period: { from?: number; to?: number }) => reviewSummary(read, period).totals.sent
    const late = NOON + 8 * DAY
    expect([sent({ from: late }), sent({ from: late + 1 })]).toEqual([1, 0])
    expect([sent({ from: NOON + 1, to: late }), sent({ from: NOON + 1, to: late + 1 })]).toEqual([0, 1])
  })

  it('a cohort names its accounts, page by page', () => {
    const { read } = aPeriod()
    const page = (offset: number) =>
      reviewCohort(read, { figure: 'contacted', from: FROM, to: TO, offset, limit: 1 }, NOON).map(
        row => row.interventionId,
      )
    expect([...page(0), ...page(1), ...page(2)]).toEqual(['b', 'c'])
  })

  it('weeks begin on Monday and have no gaps', () => {
    const { read } = aPeriod()
    const { weeks } = reviewSummary(read, { from: NOON - 100 * DAY, to: TO })
    expect(weeks.every(({ at }) => new Date(at).getUTCDay() === 1)).toBe(true)
    expect(weeks.map(({ at }) => (at - (weeks[0]?.at ?? 0)) / (7 * DAY))).toEqual(weeks.map((_, n) => n))
    expect(weeks.reduce((sum, week) => sum + week.sent, 0)).toBe(6)
    expect(weeks.at(-2)).toMatchObject({ sent: 4, contacted: 2, metricMet: 3, heldOut: 3 })
  })

  it('compares the holdout as set with how it came out', () => {
    const { read } = aPeriod()
    expect(reviewSummary(read, { from: FROM, to: TO }).holdout).toMatchObject({
      planned: 0.05,
      observed: { k: 3, n: 10 },
    })
  })

  it('false positives are measured among what people closed', () => {
    const { read, db } = aPeriod()
    for (const closedBecause of ['false_positive', 'known', 'resolved', 'outcome:false_positive', 'cleared'])
      anIssue(db, { state: 'closed', closedBecause, closedAt: NOON })
    anIssue(db, { state: 'closed', closedBecause: 'false_positive', closedAt: NOON - 60 * DAY })
    expect(reviewSummary(read, { from: FROM, to: TO }).totals.dismissedFalse).toMatchObject({ k: 2, n: 4 })
  })

  it('an empty period has figures but no intervals', () => {
    const { read } = aPeriod()
    const review = reviewSummary(read, { from: NOON + 40 * DAY, to: NOON + 50 * DAY })
    expect(review).toMatchObject({ rows: [], weeks: [], totals: { sent: 0, contacted: { value: null } } })
  })
})
