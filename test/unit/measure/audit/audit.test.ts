import { expect, it } from 'vitest'
import { auditChance, auditOf } from '../../../../main/measure/audit/audit.ts'
import { weekOf } from '../../../../main/measure/figures/weeks.ts'
import { answerAudit } from '../../../../main/outcome/audit.ts'
import { unwrap } from '../../../../shared/result.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { aWorkspace, NOON } from '../../../helpers/builders.ts'
import { aCache } from '../../../helpers/cache.ts'
import { decideNow } from '../../../helpers/decisions.ts'

const LAST_WEEK = weekOf(NOON) - DAY

/** Closed issues of an account each, by why they were closed; one account wrote since. */
function closedIssues(because: readonly string[]) {
  const cache = aCache()
  aWorkspace(cache.connection)
  const run = (sql: string, ...params: unknown[]) => cache.connection.prepare(sql).run(...params)
  for (const [k, reason] of because.entries()) {
    run('INSERT INTO account (id, uid, name, updated_at) VALUES (?, ?, ?, 0)', 100 + k, `s:${k}`, `Shop ${k}`)
    run(
      `INSERT INTO issue (id, uid, account_id, category, state, band, title, opened_at, closed_at, closed_because,
         signal_count, playbook_id, priority, risk, treatability, value_minor, currency, urgency, minutes, base, factors)
       VALUES (?, ?, ?, 'usage', 'closed', 1, 'Use has dropped', ?, ?, ?, 1, 'p', 0, 0, 0, 0, 'EUR', 1, 1, 0, '[]')`,
      ...[k + 1, `issue-${k}`, 100 + k, LAST_WEEK - DAY, LAST_WEEK, reason],
    )
  }
  run(
    `INSERT INTO object (account_id, source_id, kind, external_id, opened_at) VALUES (100, 1, 'ticket', 'T1', ?)`,
    LAST_WEEK + DAY / 2,
  )
  return cache
}

it('puts dismissed and cleared issues to a person, with what followed, and no others', () => {
  const { read } = closedIssues(['false_positive', 'cleared', 'resolved', 'outcome:quiet'])
  const { items, rates } = auditOf(read, NOON)
  expect(items.map(({ issueId, kind, ticketsSince, chance }) => ({ issueId, kind, ticketsSince, chance }))).toEqual([
    { issueId: 1, kind: 'dismissed', ticketsSince: 1, chance: 1 },
    { issueId: 2, kind: 'cleared', ticketsSince: 0, chance: 1 },
  ])
  expect(rates[0]).toMatchObject({ answered: 0, value: null })
})

it('an answer is a decision: it leaves the list, makes the rate, and can be taken back', async () => {
  const { read, writer } = closedIssues(['false_positive', 'cleared'])
  const chance = auditChance(read, NOON, 1, 'dismissed') ?? 0
  const answer = (said: 'missed' | null) =>
    decideNow(writer, answerAudit, { issue: 1, kind: 'dismissed', chance, answer: said }, { id: `d-${said}`, at: NOON })
  unwrap(await answer('missed'))
  expect(auditOf(read, NOON).items.map(({ issueId }) => issueId)).toEqual([2])
  expect(auditOf(read, NOON).rates[0]).toMatchObject({ answered: 1, missed: 1, value: 1 })
  unwrap(await answer(null))
  expect(auditOf(read, NOON).items).toHaveLength(2)
})

it('what was not drawn has no chance', () => {
  const { read } = closedIssues(['false_positive', 'cleared'])
  expect(auditChance(read, NOON, 1, 'cleared')).toBeNull()
  expect(auditChance(read, NOON, 9, 'dismissed')).toBeNull()
})
